package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Points by their values, the largest first, of equal ones the earlier. Sorted as far as somebody has looked: of more
/// than a thousand that a search begins with, hardly ten are.
final class Ranking {
    private final double[][] points;
    private final PriorityQueue<Integer> rest;
    private final List<double[]> sorted = new ArrayList<>();

    Ranking(double[][] points, double[] values) {
        this.points = points;
        this.rest = new PriorityQueue<>(
                Math.max(1, points.length),
                Comparator.<Integer>comparingDouble(i -> values[i]).reversed().thenComparing(i -> i));
        for (int i = 0; i < points.length; i++) {
            rest.add(i);
        }
    }

    int size() {
        return points.length;
    }

    /// @param rank 0 for the best
    double[] get(int rank) {
        while (sorted.size() <= rank) {
            sorted.add(points[rest.remove()]);
        }
        return sorted.get(rank);
    }
}
