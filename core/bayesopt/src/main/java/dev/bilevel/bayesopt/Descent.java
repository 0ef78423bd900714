package dev.bilevel.bayesopt;

import java.util.Arrays;

/// Minimises a smooth function over a convex set: limited-memory BFGS on the face that the point lies on, with a
/// backtracking search along the projected arc (two-metric projection, Bertsekas 1982; L-BFGS, Nocedal 1980). The
/// memory is dropped when the face changes.
final class Descent {
    /// A function and its gradient.
    @FunctionalInterface
    interface Objective {
        /// @param gradient a target
        /// @return the value; infinite or NaN where there is none
        double at(double[] x, double[] gradient);
    }

    private static final int MEMORY = 8;
    private static final double ARMIJO = 1e-4;
    private static final int MOST_HALVINGS = 20;

    private final Domain domain;
    private final int maxEvaluations;
    private final double tolerance;
    private final double firstStep;

    private final double[][] steps = new double[MEMORY][];
    private final double[][] turns = new double[MEMORY][];
    private final double[] curvatures = new double[MEMORY];
    private final double[] mixes = new double[MEMORY];
    private int remembered;

    /// @param tolerance stops where the largest entry of the reduced gradient, or the relative decrease, is below
    ///     this
    /// @param firstStep length of the first step, before anything is known about the curvature
    Descent(Domain domain, int maxEvaluations, double tolerance, double firstStep) {
        this.domain = domain;
        this.maxEvaluations = maxEvaluations;
        this.tolerance = tolerance;
        this.firstStep = firstStep;
    }

    /// Moves x to a local minimum near it.
    ///
    /// @return the value there
    double minimise(Objective objective, double[] x) {
        int size = x.length;
        remembered = 0;
        double[] gradient = new double[size];
        double[] reduced = new double[size];
        boolean[] face = new boolean[size];
        double value = objective.at(x, gradient);
        System.arraycopy(gradient, 0, reduced, 0, size);
        domain.reduce(x, reduced, face);
        double[] nextGradient = new double[size];
        double[] nextReduced = new double[size];
        boolean[] nextFace = new boolean[size];
        double[] next = new double[size];
        int evaluations = 1;
        while (evaluations < maxEvaluations && largest(reduced) > tolerance) {
            double[] direction = direction(reduced, face);
            double length = remembered == 0 ? Math.min(1, firstStep / norm(direction)) : 1;
            double nextValue = Double.NaN;
            boolean moved = false;
            for (int halvings = 0; halvings < MOST_HALVINGS && evaluations < maxEvaluations; halvings++) {
                for (int i = 0; i < size; i++) {
                    next[i] = x[i] + length * direction[i];
                }
                domain.project(next);
                double slope = 0;
                for (int i = 0; i < size; i++) {
                    slope += gradient[i] * (next[i] - x[i]);
                }
                nextValue = objective.at(next, nextGradient);
                evaluations++;
                if (nextValue <= value + ARMIJO * slope && slope < 0) {
                    moved = true;
                    break;
                }
                length *= halvings < 2 ? 0.4 : 0.15;
            }
            if (!moved) {
                if (remembered == 0) {
                    break;
                }
                remembered = 0;
                continue;
            }
            System.arraycopy(nextGradient, 0, nextReduced, 0, size);
            domain.reduce(next, nextReduced, nextFace);
            if (Arrays.equals(face, nextFace)) {
                remember(x, next, reduced, nextReduced);
            } else {
                remembered = 0;
            }
            boolean done = value - nextValue <= tolerance * 1e-3 * Math.max(1, Math.abs(value));
            System.arraycopy(next, 0, x, 0, size);
            System.arraycopy(nextGradient, 0, gradient, 0, size);
            System.arraycopy(nextReduced, 0, reduced, 0, size);
            System.arraycopy(nextFace, 0, face, 0, size);
            value = nextValue;
            if (done) {
                break;
            }
        }
        return value;
    }

    /// The two-loop recursion; falls back to steepest descent.
    private double[] direction(double[] reduced, boolean[] face) {
        int size = reduced.length;
        double[] direction = new double[size];
        for (int i = 0; i < size; i++) {
            direction[i] = face[i] ? -reduced[i] : 0;
        }
        if (remembered == 0) {
            return direction;
        }
        for (int m = remembered - 1; m >= 0; m--) {
            mixes[m] = Rows.dot(steps[m], direction, size) / curvatures[m];
            add(-mixes[m], turns[m], direction);
        }
        int last = remembered - 1;
        double scale = curvatures[last] / Rows.dot(turns[last], turns[last], size);
        for (int i = 0; i < size; i++) {
            direction[i] *= scale;
        }
        for (int m = 0; m < remembered; m++) {
            double turn = Rows.dot(turns[m], direction, size) / curvatures[m];
            add(mixes[m] - turn, steps[m], direction);
        }
        if (!(Rows.dot(direction, reduced, size) < 0)) {
            remembered = 0;
            return direction(reduced, face);
        }
        return direction;
    }

    private void remember(double[] x, double[] next, double[] reduced, double[] nextReduced) {
        int size = x.length;
        double[] step = new double[size];
        double[] turn = new double[size];
        for (int i = 0; i < size; i++) {
            step[i] = next[i] - x[i];
            turn[i] = nextReduced[i] - reduced[i];
        }
        double curvature = Rows.dot(step, turn, size);
        if (!(curvature > 1e-10 * norm(step) * norm(turn))) {
            return;
        }
        if (remembered == MEMORY) {
            System.arraycopy(steps, 1, steps, 0, MEMORY - 1);
            System.arraycopy(turns, 1, turns, 0, MEMORY - 1);
            System.arraycopy(curvatures, 1, curvatures, 0, MEMORY - 1);
            remembered--;
        }
        steps[remembered] = step;
        turns[remembered] = turn;
        curvatures[remembered] = curvature;
        remembered++;
    }

    private static void add(double factor, double[] from, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * from[i];
        }
    }

    private static double norm(double[] a) {
        return Math.sqrt(Rows.dot(a, a, a.length));
    }

    private static double largest(double[] a) {
        double largest = 0;
        for (double entry : a) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }
}
