package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds where an acquisition function is largest: scrambled Sobol points and points around the best known ones, then
/// local search from the most promising: gradients where the space is continuous, coordinate by coordinate where it
/// is not, in turn.
final class Maximiser {
    /// A local maximum.
    private record Peak(double[] x, double value) {}

    private static final int SOBOL_POINTS = 1024;
    private static final int STARTS = 5;
    private static final int EVALUATIONS = 100;
    private static final int ROUNDS = 3;
    private static final int NEAR_POINTS = 40;
    private static final double[] REACHES = {0.2, 0.05, 0.01};

    private final Encoding encoding;
    private final Surface surface;
    private final Region relaxed;
    private final Region strict;

    Maximiser(Encoding encoding, Surface surface) {
        this.encoding = encoding;
        this.surface = surface;
        this.relaxed = new Region(encoding, true);
        this.strict = new Region(encoding, false);
    }

    /// Valid encoded points, best first: the local maxima found, then the points that the search began with.
    ///
    /// @param anchors good points already known
    Stream<double[]> search(List<double[]> anchors, long seed) {
        double[][] points = points(anchors, seed).toArray(double[][]::new);
        double[] values = new double[points.length];
        surface.at(points, values);
        Ranking seen = new Ranking(points, values);
        List<Peak> peaks = new ArrayList<>();
        for (double[] start : starts(seen)) {
            peaks.add(climb(start.clone()));
        }
        peaks.sort(Comparator.comparingDouble(Peak::value).reversed());
        return Stream.concat(
                peaks.stream().map(Peak::x), IntStream.range(0, seen.size()).mapToObj(seen::get));
    }

    private List<double[]> points(List<double[]> anchors, long seed) {
        List<double[]> points = new ArrayList<>();
        Sobol sobol = Sobol.scrambled(encoding.dimensions(), Seeds.derive(seed, "candidates"));
        for (double[] point : sobol.first(SOBOL_POINTS)) {
            points.add(encoding.fromCube(point));
        }
        SplitMix random = new SplitMix(Seeds.derive(seed, "neighbours"));
        for (double[] anchor : anchors) {
            points.addAll(Neighbours.towardsCorners(encoding, anchor));
            for (double reach : REACHES) {
                for (int i = 0; i < NEAR_POINTS; i++) {
                    points.add(Neighbours.near(encoding, anchor, reach, random));
                }
            }
        }
        return points;
    }

    /// The best ones that are not next to a better one.
    private List<double[]> starts(Ranking seen) {
        double apart = 1e-3 * encoding.dimensions();
        List<double[]> starts = new ArrayList<>();
        for (int rank = 0; rank < seen.size() && starts.size() < STARTS; rank++) {
            double[] x = seen.get(rank);
            if (starts.stream().noneMatch(start -> squaredDistance(x, start) < apart)) {
                starts.add(x);
            }
        }
        return starts;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private Peak climb(double[] x) {
        if (!relaxed.isPoint()) {
            slide(relaxed, x);
            Neighbours.snap(encoding, x);
        }
        double value = surface.at(x);
        for (int round = 0; round < ROUNDS; round++) {
            double before = value;
            value = stepThroughCoordinates(x, value);
            boolean stepped = value > before;
            if (stepped && !strict.isPoint()) {
                value = slide(strict, x);
            }
            if (!stepped) {
                break;
            }
        }
        return new Peak(x, value);
    }

    private double slide(Region region, double[] x) {
        return -new Descent(region, EVALUATIONS, 1e-6, 0.05).minimise(this::negative, x);
    }

    private double stepThroughCoordinates(double[] x, double value) {
        double best = value;
        for (Encoding.Placed placed : encoding.axes()) {
            int at = placed.at();
            double kept = x[at];
            for (double other : Neighbours.values(placed.axis(), x[at])) {
                x[at] = other;
                double there = surface.at(x);
                if (there > best) {
                    best = there;
                    kept = other;
                }
            }
            x[at] = kept;
        }
        return best;
    }

    private double negative(double[] x, double[] gradient) {
        double value = surface.at(x, gradient);
        for (int d = 0; d < gradient.length; d++) {
            gradient[d] = -gradient[d];
        }
        return -value;
    }
}
