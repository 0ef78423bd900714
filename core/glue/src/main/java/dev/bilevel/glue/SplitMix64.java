package dev.bilevel.glue;

import java.util.List;

/// Steele, Lea and Flood's generator ("Fast splittable pseudorandom number generators", OOPSLA 2014), kept here so that
/// the carving of a study is the same on every JDK for ever: `java.util` may change its algorithms between releases.
final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /// The generator in the given state, as published.
    SplitMix64(long state) {
        this.state = state;
    }

    /// @param purpose keeps streams of the same seed apart
    static SplitMix64 of(long seed, long purpose) {
        return new SplitMix64(mix(mix(seed) + GOLDEN_GAMMA * purpose));
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// A number from 0 to `bound` - 1, each equally likely (Lemire, "Fast random integer generation in an interval",
    /// 2019).
    int below(int bound) {
        while (true) {
            long bits = next();
            // Bits whose product has a low half below this belong to the surplus that would favour some numbers.
            if (Long.compareUnsigned(bits * bound, Long.remainderUnsigned(-bound, bound)) >= 0) {
                return (int) Math.unsignedMultiplyHigh(bits, bound);
            }
        }
    }

    /// Fisher and Yates.
    <T> void shuffle(List<T> list) {
        for (int last = list.size() - 1; last > 0; last--) {
            int other = below(last + 1);
            T moved = list.set(last, list.get(other));
            list.set(other, moved);
        }
    }

    private static long mix(long z) {
        long once = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
