package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds where an acquisition function is largest: scrambled Sobol points and points around the best known ones, then
/// local search from the most promising: gradients where the space is continuous, coordinate by coordinate where it
/// is not, in turn.
final class Maximiser {
    /// A valid encoded point and its acquisition value.
    record Candidate(double[] x, double value) {}

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

    /// Candidates, best first: the local maxima found, then the points that the search began with.
    ///
    /// @param anchors good points already known
    List<Candidate> search(List<double[]> anchors, long seed) {
        List<Candidate> seen = new ArrayList<>();
        double[][] points = points(anchors, seed).toArray(double[][]::new);
        double[] values = new double[points.length];
        surface.at(points, values);
        for (int i = 0; i < points.length; i++) {
            seen.add(new Candidate(points[i], values[i]));
        }
        seen.sort(BEST_FIRST);
        List<Candidate> found = new ArrayList<>();
        for (Candidate start : starts(seen)) {
            found.add(climb(start.x().clone()));
        }
        found.sort(BEST_FIRST);
        found.addAll(seen);
        return found;
    }

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::value).reversed();

    private List<double[]> points(List<double[]> anchors, long seed) {
        List<double[]> points = new ArrayList<>();
        Sobol sobol = Sobol.scrambled(encoding.dimensions(), Seeds.derive(seed, "candidates"));
        for (int i = 0; i < SOBOL_POINTS; i++) {
            points.add(encoding.fromCube(sobol.point(i)));
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
    private List<Candidate> starts(List<Candidate> sorted) {
        double apart = 1e-3 * encoding.dimensions();
        List<Candidate> starts = new ArrayList<>();
        for (Candidate candidate : sorted) {
            boolean near = false;
            for (Candidate start : starts) {
                near |= squaredDistance(candidate.x(), start.x()) < apart;
            }
            if (!near) {
                starts.add(candidate);
            }
            if (starts.size() == STARTS) {
                break;
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

    private Candidate climb(double[] x) {
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
        return new Candidate(x, value);
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
