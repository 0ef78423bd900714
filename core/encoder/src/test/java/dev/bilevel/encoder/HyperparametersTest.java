package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HyperparametersTest {
    @Test
    void whatIsNotNamedTakesTheDefaultOfRobertaOnGlue() {
        Hyperparameters defaults = Hyperparameters.of(Map.of());

        assertThat(defaults)
                .isEqualTo(new Hyperparameters(
                        2e-5, 16, 10, 0.1, 0.06, 0.1, 0.1, 0.1, 1, 0.9, 0.98, 1e-6, Schedule.LINEAR, 1, 0, 1, 0, 0));
    }

    @Test
    void namedValuesWinWhateverKindOfNumberTheyAre() {
        Hyperparameters some = Hyperparameters.of(
                Map.of("learningRate", 1e-3, "batchSize", 32L, "epochs", 3.0, "dropout", 0, "schedule", "cosine"));

        assertThat(some.learningRate()).isEqualTo(1e-3);
        assertThat(some.batchSize()).isEqualTo(32);
        assertThat(some.epochs()).isEqualTo(3);
        assertThat(some.dropout()).isZero();
        assertThat(some.schedule()).isEqualTo(Schedule.COSINE);
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Hyperparameters.of(Map.of("learning_rate", 1e-3)))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessageStartingWith(
                        "learning_rate: is no hyperparameter of this trainer, expected one of [attentionDropout, batchSize")
                .hasMessageContaining("learningRate");
    }

    @ParameterizedTest
    @CsvSource({
        "learningRate, 0",
        "learningRate, 1.5",
        "learningRate, NaN",
        "batchSize, 0",
        "batchSize, 5000",
        "batchSize, 2.5",
        "epochs, 0",
        "weightDecay, -0.1",
        "warmupRatio, 1.1",
        "dropout, 1",
        "maxGradNorm, -1",
        "beta1, 1",
        "beta2, -0.1",
        "epsilon, 0",
        "epochs, Infinity"
    })
    void aValueOutOfRangeIsRefusedByItsName(String name, double value) {
        assertThatThrownBy(() -> Hyperparameters.of(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        InvalidHyperparameter.class,
                        refused -> assertThat(refused.field()).isEqualTo(name))
                .hasMessageStartingWith(name + ": is ")
                .hasMessageContaining(", expected ");
    }

    @Test
    void aValueOfTheWrongTypeIsRefused() {
        assertThatThrownBy(() -> Hyperparameters.of(Map.of("epochs", "three")))
                .hasMessage("epochs: is 'three', expected a number");
        assertThatThrownBy(() -> Hyperparameters.of(Map.of("schedule", "steep")))
                .hasMessage("schedule: is 'steep', expected linear, cosine or constant");
    }
}
