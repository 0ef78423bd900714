package dev.bilevel.benchmarks;

/// Observation noise that every peer sees alike, in whichever language: twelve uniform numbers of SplitMix64,
/// minus six, which is nearly normal with standard deviation 1.
final class Noise {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final int SUMMANDS = 12;

    private Noise() {}

    static double standard(int seed, int evaluation) {
        long state = (seed * 1_000_003L + evaluation) * GOLDEN_GAMMA;
        double sum = 0;
        for (int i = 0; i < SUMMANDS; i++) {
            state += GOLDEN_GAMMA;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            sum += ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
        }
        return sum - 0.5 * SUMMANDS;
    }
}
