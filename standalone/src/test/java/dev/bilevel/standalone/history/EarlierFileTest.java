package dev.bilevel.standalone.history;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Indices;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.Params;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EarlierFileTest {
    private static final Space SPACE =
            Space.parse(Map.of("rate", Map.of("log", List.of(1e-5, 1e-2)), "batch", Map.of("int", List.of(1, 64))));

    @TempDir
    Path folder;

    @Test
    void everySettledTrialOfAJournalIsTaken() throws IOException {
        Path journal = journal(
                suggested(0, 1e-3, 8),
                suggested(1, 1e-2, 16),
                suggested(2, 1e-4, 32),
                new TrialFailed("s", "s.t1", FailureReason.DIVERGED, "the loss is NaN"),
                new TrialCompleted("s", "s.t0", 0, 0.875));

        assertThat(EarlierFile.read(journal, SPACE))
                .containsExactly(
                        new Observation(at(1e-2, 16), new Outcome.Failed("the loss is NaN")),
                        new Observation(at(1e-3, 8), new Outcome.Measured(0.875)));
    }

    @Test
    void aTrialOutsideTheSpaceIsNamedWithFileLineAndField() throws IOException {
        Path journal = journal(suggested(0, 0.5, 8), new TrialCompleted("s", "s.t0", 0, 0.875));

        assertThatThrownBy(() -> EarlierFile.read(journal, SPACE))
                .hasMessage(journal + ": line 1: params.rate: is 0.5, expected a number in [1.0E-5, 0.01]");
    }

    @Test
    void aTrialThatWasNeverSuggestedIsNamed() throws IOException {
        Path journal = journal(new TrialCompleted("s", "s.t0", 0, 0.875));

        assertThatThrownBy(() -> EarlierFile.read(journal, SPACE))
                .hasMessage(journal + ": line 1: trialId: is 's.t0', expected a trial that was suggested before");
    }

    @Test
    void aBrokenEntryIsNamed() throws IOException {
        Path journal = folder.resolve("journal.ndjson");
        Files.writeString(journal, "{\"specversion\":\"1.0\"}\n");

        assertThatThrownBy(() -> EarlierFile.read(journal, SPACE))
                .hasMessageStartingWith(journal + ": line 1: line: is no entry of a journal (");
    }

    @Test
    void aHistoryIsTakenWithoutWhatIsPending() throws IOException {
        Path history = folder.resolve("history.ndjson");
        Files.writeString(history, """
                {"trial":7,"params":{"rate":0.001,"batch":8},"acquisition":null,"mean":null,"sd":null,"value":0.5}
                {"params":{"rate":0.001,"batch":9},"pending":true}
                {"params":{"rate":0.001,"batch":10},"failed":"crashed"}
                """);

        assertThat(EarlierFile.read(history, SPACE))
                .containsExactly(
                        new Observation(at(1e-3, 8), new Outcome.Measured(0.5)),
                        new Observation(at(1e-3, 10), new Outcome.Failed("crashed")));
    }

    @Test
    void tooManyAreRefused() throws IOException {
        Path history = folder.resolve("history.ndjson");
        Files.writeString(
                history, "{\"params\":{\"rate\":0.001,\"batch\":8},\"value\":0.5}\n".repeat(EarlierFile.MOST + 1));

        assertThatThrownBy(() -> EarlierFile.read(history, SPACE))
                .hasMessage(history + ": has 10001 observations, expected at most 10000");
    }

    private static Configuration at(double rate, long batch) {
        return new Configuration(Map.of("rate", rate, "batch", batch));
    }

    private static TrialSuggested suggested(int trial, double rate, long batch) {
        Explanation why = new Explanation(
                "test/1",
                Explanation.Origin.DESIGN,
                "ei",
                null,
                null,
                null,
                Map.of(),
                Indices.below(0),
                Indices.below(0),
                1);
        TrainingOrder training = new TrainingOrder(
                new ModelSource("m", "m", ModelSource.Weights.RANDOM),
                new DataSource("SST-2", "data", 0.2, 1),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                3,
                0.5,
                1);
        Params params = new Params(Map.of("rate", rate, "batch", batch));
        return new TrialSuggested("s", "s.t" + trial, trial, "roberta", params, training, why);
    }

    private Path journal(Event... events) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Event event : events) {
            JournalEntry entry = new JournalEntry("s", lines.size(), JournalEntry.Role.OBSERVATION, event);
            lines.add(JournalLine.write(entry, Instant.ofEpochSecond(1_800_000_000L)));
        }
        return Files.write(folder.resolve("journal.ndjson"), lines);
    }
}
