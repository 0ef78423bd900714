package dev.bilevel.trainer;

import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A spec is checked where the encoder is not on the class path, so the two lists of hyperparameters are compared here.
class HyperparametersAgreeTest {

    @Test
    void aSpecKnowsTheNamesThatTheEncoderKnows() {
        assertThat(dev.bilevel.study.Hyperparameters.of("roberta")).isEqualTo(Hyperparameters.names());
    }

    @ParameterizedTest
    @CsvSource({
        "learningRate, 0.0",
        "learningRate, 1.0",
        "learningRate, 1.001",
        "batchSize, 0",
        "batchSize, 1",
        "batchSize, 4096",
        "batchSize, 4097",
        "batchSize, 1.5",
        "epochs, 0",
        "epochs, 1",
        "epochs, 1000",
        "epochs, 1001",
        "weightDecay, -0.1",
        "weightDecay, 0.0",
        "weightDecay, 10.0",
        "weightDecay, 10.5",
        "warmupRatio, -0.1",
        "warmupRatio, 0.0",
        "warmupRatio, 1.0",
        "warmupRatio, 1.5",
        "dropout, 0.0",
        "dropout, 0.99",
        "dropout, 1.0",
        "attentionDropout, 0.0",
        "attentionDropout, 1.0",
        "headDropout, 0.0",
        "headDropout, 1.0",
        "gradientAccumulation, 0",
        "gradientAccumulation, 1",
        "gradientAccumulation, 4096",
        "gradientAccumulation, 4097",
        "labelSmoothing, 0.0",
        "labelSmoothing, 1.0",
        "layerDecay, 0.0",
        "layerDecay, 1.0",
        "layerDecay, 1.1",
        "patience, -1",
        "patience, 0",
        "patience, 1000",
        "patience, 1001",
        "frozenLayers, -1",
        "frozenLayers, 0",
        "frozenLayers, 1000",
        "frozenLayers, 1001",
        "maxGradNorm, -1.0",
        "maxGradNorm, 0.0",
        "maxGradNorm, 1e9",
        "maxGradNorm, 2e9",
        "beta1, 0.0",
        "beta1, 1.0",
        "beta2, -0.5",
        "beta2, 0.99",
        "epsilon, 0.0",
        "epsilon, 1.0",
        "epsilon, 2.0",
    })
    void aSpecTakesExactlyTheValuesThatTheEncoderTakes(String name, String value) {
        if (encoderTakes(name, value)) {
            assertThat(spec(name, value).outer().space().parameters()).hasSize(1);
        } else {
            assertThatThrownBy(() -> spec(name, value))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("outer.space." + name);
        }
    }

    @ParameterizedTest
    @CsvSource({"linear", "cosine", "constant", "sawtooth"})
    void aSpecTakesTheSchedulesThatTheEncoderTakes(String schedule) {
        if (encoderTakes("schedule", schedule)) {
            assertThat(spec("schedule", schedule).outer().space().parameters()).hasSize(1);
        } else {
            assertThatThrownBy(() -> spec("schedule", schedule)).isInstanceOf(InvalidSpec.class);
        }
    }

    private static boolean encoderTakes(String name, String value) {
        try {
            Hyperparameters.of(Map.of(name, name.equals("schedule") ? value : (Object) Double.valueOf(value)));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static StudySpec spec(String name, String value) {
        return StudySpec.fromYaml("""
                {name: a, task: CoLA, data: d, model: {path: m}, outer: {space: {%s: {fixed: %s}}}}
                """.formatted(name, value), Path.of("/"));
    }
}
