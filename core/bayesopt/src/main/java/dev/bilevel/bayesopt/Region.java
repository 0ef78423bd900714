package dev.bilevel.bayesopt;

import java.util.List;

/// The encoded points that a continuous search may reach from where it stands: lines within [0, 1], weights on their
/// simplex, everything else as it is.
final class Region implements Domain {
    private final boolean[] line_d;
    /// First coordinate and size of each simplex.
    private final List<int[]> simplices;

    /// @param relaxed whether integers may move as if they were real; they are snapped afterwards
    Region(Encoding encoding, boolean relaxed) {
        line_d = new boolean[encoding.dimensions()];
        for (Encoding.Placed placed : encoding.axes()) {
            line_d[placed.at()] = switch (placed.axis()) {
                case Axis.Line _ -> true;
                case Axis.Integers integers -> relaxed && integers.count() > Neighbours.FEW;
                case Axis.Steps _, Axis.Category _, Axis.Weights _ -> false;
            };
        }
        simplices = encoding.axes().stream()
                .filter(placed -> placed.axis() instanceof Axis.Weights)
                .map(placed -> new int[] {placed.at(), placed.axis().width()})
                .toList();
    }

    /// Whether nothing can move.
    boolean isPoint() {
        for (boolean line : line_d) {
            if (line) {
                return false;
            }
        }
        return simplices.isEmpty();
    }

    @Override
    public void project(double[] x) {
        for (int d = 0; d < x.length; d++) {
            if (line_d[d]) {
                x[d] = Math.min(1, Math.max(0, x[d]));
            }
        }
        for (int[] simplex : simplices) {
            projectToSimplex(x, simplex[0], simplex[1]);
        }
    }

    /// The nearest point of the simplex is max(x − τ, 0) for the τ that makes it sum to 1 (Held, Wolfe, Crowder,
    /// 1974): start with every weight, drop those that would be negative, until none is.
    static void projectToSimplex(double[] x, int at, int size) {
        boolean[] dropped = new boolean[size];
        double tau = 0;
        for (boolean again = true; again; ) {
            double sum = 0;
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (!dropped[i]) {
                    sum += x[at + i];
                    kept++;
                }
            }
            tau = (sum - 1) / kept;
            again = false;
            for (int i = 0; i < size; i++) {
                if (!dropped[i] && x[at + i] < tau) {
                    dropped[i] = true;
                    again = true;
                }
            }
        }
        for (int i = 0; i < size; i++) {
            x[at + i] = dropped[i] ? 0 : x[at + i] - tau;
        }
    }

    @Override
    public void reduce(double[] x, double[] gradient, boolean[] face) {
        for (int d = 0; d < x.length; d++) {
            boolean stuck = !line_d[d] || (x[d] <= 0 && gradient[d] >= 0) || (x[d] >= 1 && gradient[d] <= 0);
            face[d] = !stuck;
            if (stuck && !inSimplex(d)) {
                gradient[d] = 0;
            }
        }
        for (int[] simplex : simplices) {
            reduceSimplex(x, gradient, face, simplex[0], simplex[0] + simplex[1]);
        }
    }

    private boolean inSimplex(int d) {
        for (int[] simplex : simplices) {
            if (d >= simplex[0] && d < simplex[0] + simplex[1]) {
                return true;
            }
        }
        return false;
    }

    /// A weight at zero is free where its slope is below the multiplier of the sum constraint, which is the mean
    /// slope of the free weights.
    private static void reduceSimplex(double[] x, double[] gradient, boolean[] face, int at, int end) {
        for (int i = at; i < end; i++) {
            face[i] = x[i] > 0;
        }
        double multiplier = meanSlope(gradient, face, at, end);
        for (int i = at; i < end; i++) {
            face[i] |= gradient[i] < multiplier;
        }
        for (boolean again = true; again; ) {
            multiplier = meanSlope(gradient, face, at, end);
            again = false;
            for (int i = at; i < end; i++) {
                if (face[i] && x[i] <= 0 && gradient[i] > multiplier) {
                    face[i] = false;
                    again = true;
                }
            }
        }
        for (int i = at; i < end; i++) {
            gradient[i] = face[i] ? gradient[i] - multiplier : 0;
        }
    }

    private static double meanSlope(double[] gradient, boolean[] face, int at, int end) {
        double sum = 0;
        int free = 0;
        for (int i = at; i < end; i++) {
            if (face[i]) {
                sum += gradient[i];
                free++;
            }
        }
        return sum / free;
    }
}
