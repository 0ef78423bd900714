package dev.bilevel.checkpoints;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;

/// Number formats to float32 and back, rounding to the nearest, ties to even.
///
/// bf16 is the upper half of a float32; IEEE 754 binary16 is what `Float.float16ToFloat` reads. Elements are
/// little-endian and need not be aligned. Loops run over arrays, which the JIT turns into vector code; between arrays
/// and files stand buffers, which a young JVM handles in half the time that memory segments take.
final class FloatCodec {
    private static final int BLOCK = 4096;

    private FloatCodec() {}

    /// Decodes `count` elements.
    ///
    /// @param from little-endian, from its position on; neither position nor limit is moved
    /// @param at index in `into` of the first
    static void decode(DType dtype, ByteBuffer from, float[] into, int at, int count) {
        ByteBuffer bytes = from.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(into, at, count);
            case F16, BF16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                short[] block = new short[Math.min(BLOCK, count)];
                for (int done = 0; done < count; done += block.length) {
                    int n = Math.min(block.length, count - done);
                    shorts.get(block, 0, n);
                    if (dtype == DType.F16) {
                        decodeHalf(block, into, at + done, n);
                    } else {
                        decodeBrain(block, into, at + done, n);
                    }
                }
            }
            case F64 -> {
                DoubleBuffer doubles = bytes.asDoubleBuffer();
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) doubles.get(i);
                }
            }
            default -> throw noFloats(dtype);
        }
    }

    /// Encodes the first `count` elements.
    ///
    /// @param into from its position on; its position moves behind the last
    static void encode(DType dtype, float[] from, int count, ByteBuffer into) {
        ByteBuffer bytes = into.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().put(from, 0, count);
            case F16, BF16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                short[] block = new short[Math.min(BLOCK, count)];
                for (int done = 0; done < count; done += block.length) {
                    int n = Math.min(block.length, count - done);
                    if (dtype == DType.F16) {
                        encodeHalf(from, done, block, n);
                    } else {
                        encodeBrain(from, done, block, n);
                    }
                    shorts.put(block, 0, n);
                }
            }
            case F64 -> {
                DoubleBuffer doubles = bytes.asDoubleBuffer();
                for (int i = 0; i < count; i++) {
                    doubles.put(i, from[i]);
                }
            }
            default -> throw noFloats(dtype);
        }
        into.position(into.position() + count * dtype.bytes());
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
