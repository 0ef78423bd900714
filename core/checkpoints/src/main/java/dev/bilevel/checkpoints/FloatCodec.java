package dev.bilevel.checkpoints;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Number formats to float32 and back, rounding to the nearest, ties to even.
///
/// bf16 is the upper half of a float32; IEEE 754 binary16 is what `Float.float16ToFloat` reads. Elements are
/// little-endian and need not be aligned. Loops run over arrays, which the JIT turns into vector code.
final class FloatCodec {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 4096;

    private FloatCodec() {}

    /// Decodes `count` elements.
    ///
    /// @param offset of the first, in bytes
    /// @param at index in `into` of the first
    static void decode(DType dtype, MemorySegment from, long offset, float[] into, int at, int count) {
        switch (dtype) {
            case F32 -> MemorySegment.copy(from, FLOAT, offset, into, at, count);
            case F16, BF16 -> {
                short[] block = new short[Math.min(BLOCK, count)];
                for (int done = 0; done < count; done += block.length) {
                    int n = Math.min(block.length, count - done);
                    MemorySegment.copy(from, SHORT, offset + 2L * done, block, 0, n);
                    if (dtype == DType.F16) {
                        decodeHalf(block, into, at + done, n);
                    } else {
                        decodeBrain(block, into, at + done, n);
                    }
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) from.get(DOUBLE, offset + 8L * i);
                }
            }
            default -> throw noFloats(dtype);
        }
    }

    /// Encodes the first `count` elements to the beginning of a segment.
    static void encode(DType dtype, float[] from, int count, MemorySegment into) {
        switch (dtype) {
            case F32 -> MemorySegment.copy(from, 0, into, FLOAT, 0, count);
            case F16, BF16 -> {
                short[] block = new short[Math.min(BLOCK, count)];
                for (int done = 0; done < count; done += block.length) {
                    int n = Math.min(block.length, count - done);
                    if (dtype == DType.F16) {
                        encodeHalf(from, done, block, n);
                    } else {
                        encodeBrain(from, done, block, n);
                    }
                    MemorySegment.copy(block, 0, into, SHORT, 2L * done, n);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into.set(DOUBLE, 8L * i, from[i]);
                }
            }
            default -> throw noFloats(dtype);
        }
    }

    static float brainToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// Half of the last kept place, less one where that place is even, is added before the cut; a NaN keeps its
    /// sign and stays one, since the sum could carry it into the infinities.
    static short floatToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        int quieted = bits | 0x0040_0000;
        return (short) ((Float.isNaN(value) ? quieted : rounded) >>> 16);
    }

    private static void decodeHalf(short[] from, float[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] = Float.float16ToFloat(from[i]);
        }
    }

    private static void decodeBrain(short[] from, float[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] = brainToFloat(from[i]);
        }
    }

    private static void encodeHalf(float[] from, int at, short[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Float.floatToFloat16(from[at + i]);
        }
    }

    private static void encodeBrain(float[] from, int at, short[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = floatToBrain(from[at + i]);
        }
    }

    private static IllegalArgumentException noFloats(DType dtype) {
        return new IllegalArgumentException("dtype: is " + dtype + ", expected F64, F32, F16 or BF16");
    }
}
