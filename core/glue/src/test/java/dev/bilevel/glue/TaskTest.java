package dev.bilevel.glue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CoLA  | 2 | false | unacceptable,acceptable          | matthews_correlation",
                "SST-2 | 2 | false | negative,positive                | accuracy",
                "MRPC  | 2 | true  | not_equivalent,equivalent        | accuracy_and_f1",
                "STS-B | 1 | true  | similarity                       | pearson_and_spearmanr",
                "QQP   | 2 | true  | not_duplicate,duplicate          | accuracy_and_f1",
                "MNLI  | 3 | true  | entailment,neutral,contradiction | accuracy",
                "QNLI  | 2 | true  | entailment,not_entailment        | accuracy",
                "RTE   | 2 | true  | entailment,not_entailment        | accuracy",
                "WNLI  | 2 | true  | not_entailment,entailment        | accuracy"
            })
    void labelsAndMetricsAreThoseOfHuggingFacesGlue(
            String name, int labels, boolean pair, String labelNames, String primary) {
        Task task = Task.named(name).orElseThrow();
        assertThat(task.labels()).isEqualTo(labels);
        assertThat(task.regression()).isEqualTo(labels == 1);
        assertThat(task.pair()).isEqualTo(pair);
        assertThat(String.join(",", task.labelNames())).isEqualTo(labelNames);
        assertThat(task.primaryMetric()).isEqualTo(primary);
        assertThat(String.join("_and_", task.metricNames())).isEqualTo(primary);
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskIsFoundByItsOfficialName(Task task) {
        assertThat(Task.named(task.officialName())).contains(task);
        assertThat(Task.names()).contains(task.officialName());
    }

    @Test
    void noOtherSpellingIsATask() {
        assertThat(Task.named("cola")).isEmpty();
        assertThat(Task.named("SST2")).isEmpty();
        assertThat(Task.named("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MNLI")
    void onlyMnliHasAMismatchedDevFile(Task task) {
        assertThat(Part.DEV_MISMATCHED.existsFor(task)).isFalse();
        assertThatThrownBy(() -> Part.DEV_MISMATCHED.fileName(task)).hasMessageContaining("only MNLI");
        assertThat(Part.DEV.fileName(task)).isEqualTo("dev.tsv");
    }
}
