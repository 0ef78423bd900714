package dev.bilevel.checkpoints;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class FloatCodecTest {
    @Test
    void everyBrainFloatSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = FloatCodec.brainToFloat((short) bits);
            int expected = Float.isNaN(value) ? bits | 0x40 : bits;
            assertThat((int) FloatCodec.floatToBrain(value) & 0xffff).isEqualTo(expected);
        }
    }

    @Test
    void aHalfwayValueGoesToTheEvenNeighbour() {
        assertThat(brain(0x3f80_8000)).isEqualTo(0x3f80);
        assertThat(brain(0x3f81_8000)).isEqualTo(0x3f82);
        assertThat(brain(0x3f80_8001)).isEqualTo(0x3f81);
        assertThat(brain(0xbf80_7fff)).isEqualTo(0xbf80);
    }

    @Test
    void whatIsTooLargeBecomesInfiniteAndANanStaysOne() {
        assertThat(brain(Float.floatToRawIntBits(Float.MAX_VALUE))).isEqualTo(0x7f80);
        assertThat(brain(0xff80_0000)).isEqualTo(0xff80);
        assertThat(brain(0x7f80_0001)).isEqualTo(0x7fc0);
        assertThat(brain(0xffff_ffff)).isEqualTo(0xffff);
    }

    @Property
    void noBrainFloatIsNearerThanTheOneChosen(@ForAll float value) {
        float chosen = FloatCodec.brainToFloat(FloatCodec.floatToBrain(value));
        int bits = FloatCodec.floatToBrain(value) & 0xffff;
        for (int neighbour : new int[] {bits - 1, bits + 1}) {
            float other = FloatCodec.brainToFloat((short) neighbour);
            if (Float.isFinite(other) && Float.isFinite(chosen)) {
                assertThat(Math.abs((double) chosen - value)).isLessThanOrEqualTo(Math.abs((double) other - value));
            }
        }
    }

    @Property(tries = 60)
    void blocksAreDecodedLikeSingleElements(
            @ForAll @IntRange(min = 4090, max = 8200) int count,
            @ForAll @IntRange(max = 5) int skipped,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count + skipped];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        for (DType dtype : new DType[] {DType.F16, DType.BF16, DType.F32, DType.F64}) {
            ByteBuffer encoded = ByteBuffer.allocate(values.length * dtype.bytes());
            FloatCodec.encode(dtype, values, values.length, encoded);
            assertThat(encoded.hasRemaining()).isFalse();
            float[] decoded = new float[count + 1];
            FloatCodec.decode(dtype, encoded.position(skipped * dtype.bytes()), decoded, 1, count);
            for (int i = 0; i < count; i++) {
                assertThat(decoded[i + 1]).isEqualTo(single(dtype, values[i + skipped]));
            }
        }
    }

    private static float single(DType dtype, float value) {
        return switch (dtype) {
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BF16 -> FloatCodec.brainToFloat(FloatCodec.floatToBrain(value));
            default -> value;
        };
    }

    private static int brain(int bits) {
        return FloatCodec.floatToBrain(Float.intBitsToFloat(bits)) & 0xffff;
    }
}
