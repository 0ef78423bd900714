package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;

/// Moves from a valid encoded point to other valid ones.
final class Neighbours {
    /// A discrete axis of at most this many values is searched value by value.
    static final int FEW = 16;

    private Neighbours() {}

    /// The other values of a discrete axis that a coordinate search tries: all of a few; else powers of two steps
    /// away.
    static double[] values(Axis axis, double x) {
        return switch (axis) {
            case Axis.Line _, Axis.Weights _ -> new double[0];
            case Axis.Category category -> categories(category, x);
            case Axis.Steps steps -> integers(steps.line(), x);
            case Axis.Integers integers -> integers(integers, x);
        };
    }

    private static double[] categories(Axis.Category category, double x) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < category.options().size(); i++) {
            if (i != (int) x) {
                values.add((double) i);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] integers(Axis.Integers integers, double x) {
        long at = integers.nearest(x);
        List<Double> values = new ArrayList<>();
        if (integers.count() <= FEW) {
            for (long i = 0; i < integers.count(); i++) {
                if (i != at) {
                    values.add(integers.position(i));
                }
            }
        } else {
            for (long step = 1; step < integers.count(); step *= 2) {
                if (at - step >= 0) {
                    values.add(integers.position(at - step));
                }
                if (at + step < integers.count()) {
                    values.add(integers.position(at + step));
                }
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// A random valid point near x.
    ///
    /// @param reach how far, as a fraction of the whole range
    static double[] near(Encoding encoding, double[] x, double reach, SplitMix random) {
        double[] moved = x.clone();
        for (Encoding.Placed placed : encoding.axes()) {
            int at = placed.at();
            switch (placed.axis()) {
                case Axis.Line _ -> moved[at] = Math.min(1, Math.max(0, x[at] + reach * bell(random)));
                case Axis.Integers integers -> moved[at] = step(integers, x[at], reach, random);
                case Axis.Steps steps -> moved[at] = step(steps.line(), x[at], reach, random);
                case Axis.Category category -> {
                    if (random.nextDouble() < reach) {
                        moved[at] = random.nextInt(category.options().size());
                    }
                }
                case Axis.Weights weights -> {
                    for (int i = at; i < at + weights.size(); i++) {
                        moved[i] += reach * bell(random);
                    }
                    Region.projectToSimplex(moved, at, weights.size());
                }
            }
        }
        return moved;
    }

    private static double step(Axis.Integers integers, double x, double reach, SplitMix random) {
        double to = x + reach * bell(random);
        long index = integers.nearest(Math.min(1, Math.max(0, to)));
        if (index == integers.nearest(x) && random.nextDouble() < reach) {
            index = Math.min(integers.count() - 1, Math.max(0, index + (to < x ? -1 : 1)));
        }
        return integers.position(index);
    }

    /// About normal, standard deviation 1: the sum of three uniform numbers, scaled.
    private static double bell(SplitMix random) {
        return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }

    /// Rounds relaxed integers to the nearest valid position.
    static void snap(Encoding encoding, double[] x) {
        for (Encoding.Placed placed : encoding.axes()) {
            if (placed.axis() instanceof Axis.Integers integers) {
                x[placed.at()] = integers.position(integers.nearest(x[placed.at()]));
            }
        }
    }

    /// The points of a simplex that deserve a look each time: from x towards the vertices and the centre, and they.
    static List<double[]> towardsCorners(Encoding encoding, double[] x) {
        List<double[]> points = new ArrayList<>();
        for (Encoding.Placed placed : encoding.axes()) {
            if (placed.axis() instanceof Axis.Weights(int size)) {
                for (int corner = 0; corner <= size; corner++) {
                    for (double share : new double[] {0.1, 0.3, 0.6, 1}) {
                        double[] moved = x.clone();
                        for (int i = 0; i < size; i++) {
                            double target = corner == size ? 1.0 / size : corner == i ? 1 : 0;
                            moved[placed.at() + i] += share * (target - moved[placed.at() + i]);
                        }
                        Region.projectToSimplex(moved, placed.at(), size);
                        points.add(moved);
                    }
                }
            }
        }
        return points;
    }
}
