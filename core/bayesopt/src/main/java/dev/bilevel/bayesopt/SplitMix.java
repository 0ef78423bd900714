package dev.bilevel.bayesopt;

/// A stream of pseudo-random numbers from one seed (Steele, Lea, Flood, *Fast splittable pseudorandom number
/// generators*, 2014). Written out here, so that no Java release can change a bit of it.
final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double ULP = 0x1.0p-53;

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// Uniform in (0, 1), never either end.
    double nextDouble() {
        return ((nextLong() >>> 11) + 0.5) * ULP;
    }

    /// Uniform in 0 … bound − 1.
    int nextInt(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    double[] nextPoint(int size) {
        double[] point = new double[size];
        for (int i = 0; i < size; i++) {
            point[i] = nextDouble();
        }
        return point;
    }
}
