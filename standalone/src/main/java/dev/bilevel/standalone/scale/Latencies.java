package dev.bilevel.standalone.scale;

import java.util.Arrays;

/// Times, and their quantiles. Not thread-safe.
public final class Latencies {
    private double[] millis = new double[1024];
    private int count;

    void add(long nanos) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = nanos / 1e6;
    }

    /// How many there are.
    public int count() {
        return count;
    }

    /// The time that this fraction of them does not exceed (nearest rank), in milliseconds; NaN where there are none.
    ///
    /// @param fraction from 0 to 1
    public double quantile(double fraction) {
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(fraction * count) - 1, 0, count - 1)];
    }
}
