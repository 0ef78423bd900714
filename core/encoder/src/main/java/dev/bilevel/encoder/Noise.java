package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What dropout drops: for every element 1 or 0, as a bf16 number, each drawn for itself from a seed.
///
/// PyTorch draws one element at a time, on one thread, from a generator that the whole process shares: 8 ns each,
/// millions of times a step. Here element i is a function of seed and i alone (SplitMix64 as a counter-based
/// generator, four elements from 64 bits), so the bits depend on nothing else, and the loop becomes vector code.
final class Noise {
    /// Probabilities are multiples of 1/2¹⁵: each element has 15 random bits, beside one for the comparison's carry.
    private static final int STEPS = 1 << 15;

    private static final long LANES = 0x0001_0001_0001_0001L;
    /// 1 in bf16.
    private static final long ONE = 0x3F80;

    private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final int CHUNK = 2048;
    /// Multiples of γ from 0: the JIT makes vector code of a loop over an array, not of one over its index.
    private static final long[] COUNTERS = new long[CHUNK];

    static {
        for (int i = 0; i < CHUNK; i++) {
            COUNTERS[i] = i * GAMMA;
        }
    }

    private final EncoderModule module;
    private final PtNDManager manager;
    private PtNDArray elements;
    private long capacity;

    /// @param manager frees the elements when it is closed
    Noise(EncoderModule module, PtNDManager manager) {
        this.module = module;
        this.manager = manager;
        reserve(4);
    }

    /// The probability that is really used for one that is asked for.
    static double realised(double probability) {
        return (double) Math.round(probability * STEPS) / STEPS;
    }

    /// Valid until the next [#draw(long, double, long)].
    PtNDArray elements() {
        return elements;
    }

    /// Draws at least `count` elements, each 0 with the [#realised(double)] probability, if that is not 0.
    void draw(long count, double probability, long seed) {
        long dropped = Math.round(probability * STEPS);
        if (dropped == 0) {
            return;
        }
        long words = Math.ceilDiv(count, 4);
        reserve(4 * words);
        MemorySegment memory = MemorySegment.ofBuffer(JniUtils.getByteBuffer(elements, true));
        long[] chunk = new long[CHUNK];
        for (long done = 0; done < words; done += CHUNK) {
            int n = (int) Math.min(CHUNK, words - done);
            fill(chunk, n, seed + done * GAMMA, (STEPS - dropped) * LANES);
            MemorySegment.copy(chunk, 0, memory, ValueLayout.JAVA_LONG_UNALIGNED, done * Long.BYTES, n);
        }
    }

    /// Four lanes at once: a lane's 15 random bits and `STEPS − dropped` carry into its 16th bit if it is kept.
    private static void fill(long[] into, int count, long seed, long kept) {
        long[] counters = COUNTERS;
        for (int i = 0; i < count; i++) {
            long z = seed + counters[i];
            z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
            z = z ^ z >>> 31;
            long carry = (z & 0x7FFF * LANES) + kept >>> 15 & LANES;
            into[i] = carry * ONE;
        }
    }

    private void reserve(long count) {
        if (count <= capacity) {
            return;
        }
        if (elements != null) {
            elements.close();
        }
        elements = module.room(manager, count);
        capacity = count;
    }
}
