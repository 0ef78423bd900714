package dev.bilevel.bayesopt;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Which completed observations the surrogate is conditioned on: all, up to a number that still fits in memory and
/// time, since the exact posterior takes n² of one and n³ of the other. Beyond that a third each: the best ones, the
/// latest ones, and an even sample of the rest.
final class Selection {
    static final int MOST = 1500;

    private Selection() {}

    /// Ascending indices.
    ///
    /// @param z_n outcomes, less is better
    static int[] of(double[] z_n) {
        int n = z_n.length;
        if (n <= MOST) {
            return IntStream.range(0, n).toArray();
        }
        boolean[] taken = new boolean[n];
        IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> z_n[i]))
                .limit(MOST / 3)
                .forEach(i -> taken[i] = true);
        IntStream.range(n - MOST / 3, n).forEach(i -> taken[i] = true);
        int[] rest = IntStream.range(0, n).filter(i -> !taken[i]).toArray();
        int wanted = MOST - (n - rest.length);
        for (int i = 0; i < wanted; i++) {
            taken[rest[(int) ((long) i * rest.length / wanted)]] = true;
        }
        return IntStream.range(0, n).filter(i -> taken[i]).toArray();
    }
}
