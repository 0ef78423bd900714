package dev.bilevel.standalone.result;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Indices;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.standalone.journal.SmallStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class JournalTest {
    private static final Artifact FILE = new Artifact("file:///store/c.safetensors", "a".repeat(64), 10);
    private static final Checkpoint CHECKPOINT = new Checkpoint(0, 5, FILE);
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("cpu", "djl", 1, Compute.Precision.FP32, Fingerprint.Grade.BIT_EXACT);

    @TempDir
    Path folder;

    @Test
    void secondsAreSummedByPhase() throws IOException {
        Journal journal = journal(
                new Timed(0, trained(3.5)),
                new Timed(10, suggested("s.t0.f0")),
                new Timed(12, scored("s.t0.f0", 0.5)),
                new Timed(20, trained(1.5)),
                new Timed(21, scored("s.t0.fused.validation", 0.25)));

        assertThat(journal.trainingSeconds()).isEqualTo(5);
        assertThat(journal.scoringSeconds()).isEqualTo(0.75);
        assertThat(journal.fusingSeconds()).as("12 − 10 − 0.5").isCloseTo(1.5, within(1e-9));
    }

    @Test
    void failedTrialsAreToldByTheirReasons() throws IOException {
        Path file = SmallStudy.write(
                folder.resolve("j.ndjson"), SmallStudy.journal("s", SmallStudy.SPEC, trial -> switch (trial.trial()) {
                    case 0 -> failed(trial.trialId(), FailureReason.DIVERGED, "loss is NaN");
                    case 1, 3 -> failed(trial.trialId(), FailureReason.INFEASIBLE, "batchSize: is 512");
                    default -> SmallStudy.trained(trial);
                }));

        assertThat(Journal.read(file).failures())
                .containsExactly("trials 1, 3 failed: batchSize: is 512", "trial 0 failed: loss is NaN");
    }

    private static TrialFailed failed(String trialId, FailureReason reason, String message) {
        return new TrialFailed("s", trialId, reason, message);
    }

    @Test
    void aStudyWithoutAResultSaysWhy() throws IOException {
        Journal journal = journal(new Timed(0, trained(1)), new Timed(1, new StudyFailed("s", "no trial has a value")));

        assertThat(journal.completed()).isEmpty();
        assertThat(journal.lastWord()).isEqualTo("no trial has a value");
    }

    @Test
    void aStudyWithAResultHasItInItsJournal() throws IOException {
        assertThat(journal(new Timed(0, StudyResultTest.COMPLETED)).completed()).contains(StudyResultTest.COMPLETED);
    }

    @Test
    void aLineThatIsNoEntryIsNamedByItsNumber() throws IOException {
        Path file = folder.resolve("journal.ndjson");
        Files.writeString(file, new JournalHash().seal(line(0, new Timed(0, trained(1)))) + "\n{}\n");

        assertThatThrownBy(() -> Journal.read(file)).hasMessageContaining("journal.ndjson: line 2: ");
    }

    private record Timed(int second, Event event) {}

    private Journal journal(Timed... events) throws IOException {
        StringBuilder text = new StringBuilder();
        JournalHash hash = new JournalHash();
        for (int i = 0; i < events.length; i++) {
            text.append(hash.seal(line(i, events[i]))).append('\n');
        }
        Path file = folder.resolve("journal.ndjson");
        Files.writeString(file, text);
        return Journal.read(file);
    }

    private static String line(int sequence, Timed timed) {
        return JournalLine.write(
                new JournalEntry("s", sequence, JournalEntry.Role.OBSERVATION, timed.event()),
                Instant.ofEpochSecond(1_800_000_000L + timed.second()));
    }

    private static TrialTrained trained(double seconds) {
        return new TrialTrained("s", "s.t0", List.of(CHECKPOINT), 0.5, 5, seconds, FINGERPRINT, null);
    }

    private static FusionSuggested suggested(String fusionId) {
        ScoringOrder scoring = new ScoringOrder(
                new ModelSource("m", "m", ModelSource.Weights.RANDOM),
                new DataSource("SST-2", "data", 0.2, 1),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                Split.TRAIN,
                0,
                1);
        Explanation why = new Explanation(
                "test/1",
                Explanation.Origin.GIVEN,
                "ucb",
                null,
                null,
                null,
                Map.of(),
                Indices.below(0),
                Indices.below(0),
                1);
        return new FusionSuggested("s", "s.t0", fusionId, 0, List.of(CHECKPOINT), List.of(1.0), scoring, why);
    }

    private static ModelScored scored(String modelId, double seconds) {
        return new ModelScored(
                "s", "s.t0", modelId, Split.TRAIN, FILE, 0.4, Map.of(), null, 10, seconds, FINGERPRINT, null);
    }
}
