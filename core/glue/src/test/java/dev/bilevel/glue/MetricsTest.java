package dev.bilevel.glue;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MetricsTest {
    private static final double CLOSE = 1e-12;

    static Stream<JsonNode> classes() {
        return Fixtures.cases("metrics.json", "classes");
    }

    static Stream<JsonNode> scores() {
        return Fixtures.cases("metrics.json", "scores");
    }

    @ParameterizedTest
    @MethodSource("classes")
    void classesAreMeasuredAsInScikitLearn(JsonNode expected) {
        double[] predictions = Fixtures.numbers(expected.get("predictions"));
        double[] labels = Fixtures.numbers(expected.get("labels"));
        double accuracy = expected.get("accuracy").doubleValue();
        double f1 = expected.get("f1").doubleValue();
        double matthews = expected.get("matthews_correlation").doubleValue();

        Metrics cola = Metrics.of(Task.COLA, predictions, labels);
        assertThat(cola.byName()).containsOnlyKeys("matthews_correlation");
        assertThat(cola.primary()).isCloseTo(matthews, within(CLOSE));

        Metrics mrpc = Metrics.of(Task.MRPC, predictions, labels);
        assertThat(mrpc.byName()).containsOnlyKeys("accuracy", "f1");
        assertThat(mrpc.byName().get("accuracy")).isCloseTo(accuracy, within(CLOSE));
        assertThat(mrpc.byName().get("f1")).isCloseTo(f1, within(CLOSE));
        assertThat(mrpc.primary()).isCloseTo((accuracy + f1) / 2, within(CLOSE));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void scoresAreMeasuredAsInSciPyAndConstantsGiveZero(JsonNode expected) {
        double[] predictions = Fixtures.numbers(expected.get("predictions"));
        Metrics metrics = Metrics.of(Task.STSB, predictions, Fixtures.numbers(expected.get("labels")));
        // Where SciPy says NaN the fixture says null, which reads as 0.
        double pearson = expected.get("pearson").asDouble(0);
        double spearman = expected.get("spearmanr").asDouble(0);

        assertThat(metrics.byName().get("pearson")).isCloseTo(pearson, within(CLOSE));
        assertThat(metrics.byName().get("spearmanr")).isCloseTo(spearman, within(CLOSE));
        assertThat(metrics.primary()).isCloseTo((pearson + spearman) / 2, within(CLOSE));
        assertThat(Correlation.ranks(predictions)).containsExactly(Fixtures.numbers(expected.get("ranks")));
    }

    @Test
    void threeClassesAreCountedByAccuracy() {
        Metrics metrics = Metrics.of(Task.MNLI, new double[] {0, 1, 2, 2}, new double[] {0, 1, 2, 1});
        assertThat(metrics.byName()).containsExactly(Map.entry("accuracy", 0.75));
        assertThat(metrics.primary()).isEqualTo(0.75);
    }

    @Property
    void everyMetricOfAnyScoresIsFiniteAndWithinItsRange(
            @ForAll @Size(min = 1, max = 20) double[] predictions, @ForAll @Size(20) double[] labels) {
        Metrics metrics = Metrics.of(Task.STSB, predictions, Arrays.copyOf(labels, predictions.length));
        assertThat(metrics.byName().values()).allMatch(value -> value >= -1 && value <= 1);
        assertThat(metrics.primary()).isBetween(-1.0, 1.0);
    }

    @Test
    void aSingleScoreHasNoCorrelation() {
        assertThat(Metrics.of(Task.STSB, new double[] {3}, new double[] {3}).primary())
                .isZero();
    }

    @Test
    void anEmptySplitIsRefused() {
        assertThatThrownBy(() -> Metrics.of(Task.COLA, new double[0], new double[0]))
                .hasMessage("labels: are empty, expected at least one");
    }

    @Test
    void everyLabelNeedsAPrediction() {
        assertThatThrownBy(() -> Metrics.of(Task.COLA, new double[1], new double[2]))
                .hasMessage("predictions: are 1, expected one for each of 2 labels");
    }

    @Test
    void aClassThatTheTaskDoesNotKnowIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Metrics.of(Task.COLA, new double[] {0, 2}, new double[] {0, 1}))
                .hasMessage("predictions[1]: is 2.0, expected a class from 0 to 1");
        assertThatThrownBy(() -> Metrics.of(Task.COLA, new double[] {0.5}, new double[] {0}))
                .hasMessageStartingWith("predictions[0]: is 0.5");
        assertThatThrownBy(() -> Metrics.of(Task.COLA, new double[] {0}, new double[] {Double.NaN}))
                .hasMessageStartingWith("labels[0]: is NaN");
        assertThatThrownBy(() -> Metrics.of(Task.STSB, new double[] {Double.NaN}, new double[] {0}))
                .hasMessage("predictions[0]: is NaN, expected a finite number");
    }
}
