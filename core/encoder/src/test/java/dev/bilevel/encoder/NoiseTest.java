package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.encoder.ComputeSettings.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ShortBuffer;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NoiseTest {
    private static final short ONE = 0x3F80;

    private static short[] drawn(int count, double probability, long seed) throws Exception {
        ComputeSettings compute = new ComputeSettings("cpu", Precision.FP32, 1, 32);
        try (Session torch = Session.open(compute)) {
            EncoderModule module = new EncoderModule(
                    torch.manager(), Fixture.of("bert").random().architecture(), Fixture.CLASSES, Precision.FP32, 0);
            Noise noise = new Noise(module, torch.manager());
            noise.draw(count, probability, seed);
            PtNDArray elements = noise.elements();
            ShortBuffer bits = JniUtils.getByteBuffer(elements, true).asShortBuffer();
            short[] found = new short[count];
            bits.get(found);
            return found;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.00005, 0.1, 0.5, 0.9, 0.9999})
    void everyElementIsZeroOrOneAndAsManyAreDroppedAsAskedFor(double probability) throws Exception {
        int count = 1_000_000;
        short[] found = drawn(count, probability, 7);

        int dropped = 0;
        for (short each : found) {
            assertThat(each == 0 || each == ONE).isTrue();
            dropped += each == 0 ? 1 : 0;
        }
        double p = Noise.realised(probability);
        assertThat(p).isCloseTo(probability, within(1.0 / (1 << 16)));
        // Five standard deviations.
        assertThat((double) dropped / count).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / count)));
    }

    @Test
    void aSeedGivesTheSameElementsHoweverManyAreAskedForAndAnotherSeedOthers() throws Exception {
        short[] few = drawn(1001, 0.5, 7);
        short[] many = drawn(100_000, 0.5, 7);

        assertThat(Arrays.copyOf(many, 1001)).isEqualTo(few);
        assertThat(drawn(1001, 0.5, 8)).isNotEqualTo(few);
    }

    @Test
    void neighboursInASequenceAndNeighbouringSeedsAgreeHalfOfTheTime() throws Exception {
        int count = 400_000;
        short[] here = drawn(count, 0.5, 7);
        short[] there = drawn(count, 0.5, 8);

        for (int lag : new int[] {1, 2, 3, 4, 8, 64, 768}) {
            int agreeing = 0;
            for (int i = 0; i + lag < count; i++) {
                agreeing += here[i] == here[i + lag] ? 1 : 0;
            }
            assertThat((double) agreeing / (count - lag)).as("lag %d", lag).isCloseTo(0.5, within(0.004));
        }
        int agreeing = 0;
        for (int i = 0; i < count; i++) {
            agreeing += here[i] == there[i] ? 1 : 0;
        }
        assertThat((double) agreeing / count).isCloseTo(0.5, within(0.004));
    }
}
