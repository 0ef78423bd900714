package dev.bilevel.standalone.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.Trained;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.learning.Contents;
import dev.bilevel.learning.Splits;
import dev.bilevel.learning.TrialTraining;
import dev.bilevel.standalone.Bilevel;
import dev.bilevel.standalone.journal.SmallStudy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/// `verify --retrain`, on a study whose first trial was really trained.
class RetrainingTest {
    private static final Path ROOT = Path.of(System.getProperty("bilevel.root"));
    private static final Path MICRO = ROOT.resolve("examples/models/roberta-micro");
    private static final Path DATA = ROOT.resolve("examples/data");
    private static final String SPEC = """
            name: tiny
            task: SST-2
            data: %s
            model: {path: %s, weights: random}
            compute: {precision: fp32, threads: 1, maxLength: 32}
            training: {checkpoints: 2}
            outer:
              space: {learningRate: {log: [1e-4, 1e-2]}, epochs: {fixed: 1}, batchSize: {fixed: 64}}
              trials: 2
              initial: 2
            inner: {fusions: 3}
            """.formatted(DATA, MICRO);

    @TempDir
    static Path folder;

    private static TrialTrained truth;

    private String output;
    private String errors;

    @BeforeAll
    static void aTrialThatWasTrained() throws IOException {
        List<JournalEntry> entries = SmallStudy.journal("tiny-1", SPEC, RetrainingTest::train);
        truth = entries.stream()
                .map(JournalEntry::event)
                .filter(TrialTrained.class::isInstance)
                .map(TrialTrained.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTrialThatWasTrainedAsRecordedHasTheSameBits() throws IOException {
        Path journal = journal("same", trial -> truth);

        assertThat(verify(journal, "--retrain", "0")).isZero();

        assertThat(output.lines().toList()).hasSize(2).first().asString().matches("verified: \\d+ decisions");
        assertThat(output).containsPattern("retrained: trial 0, 2 checkpoints, the same bits \\(\\d+\\.\\d s\\)");
    }

    @Test
    void aCheckpointOfOtherBitsIsNamed() throws IOException {
        Checkpoint last = truth.checkpoints().get(1);
        Artifact forged = new Artifact(
                last.artifact().uri(), "0".repeat(64), last.artifact().bytes());
        Path journal = journal(
                "forged",
                trial -> with(truth, List.of(truth.checkpoints().get(0), new Checkpoint(1, last.step(), forged))));

        assertThat(verify(journal, "--retrain", "0", "--json")).isEqualTo(1);

        JsonNode json = new ObjectMapper().readTree(output);
        assertThat(json.path("outcome").asText()).isEqualTo("differs");
        assertThat(json.path("retrained").path("field").asText()).isEqualTo("checkpoints[1].sha256");
        assertThat(json.path("retrained").path("found").asText())
                .isEqualTo(last.artifact().sha256());
        assertThat(errors).isEmpty();
    }

    @Test
    void modelAndDataMayLieElsewhereButMustBeTheSame() throws IOException {
        Path moved = folder.resolve("moved");
        copy(DATA.resolve("SST-2"), moved.resolve("SST-2"));
        Path journal = journal("elsewhere", trial -> truth);

        assertThat(verify(journal, "--retrain", "0", "--data", moved.toString(), "--model", MICRO.toString()))
                .isZero();

        Files.writeString(moved.resolve("SST-2/train.tsv"), "fine\t1\n", StandardOpenOption.APPEND);
        assertThat(verify(journal, "--retrain", "0", "--data", moved.toString()))
                .isEqualTo(2);
        assertThat(errors)
                .contains("trial 0: inputs.data: what lies at " + moved + " has SHA-256 ")
                .contains("expected " + truth.inputs().data() + "; --data names another place");
    }

    @Test
    void whereOtherBitsAreToBeExpectedNothingIsTrained() throws IOException {
        Fingerprint here = truth.fingerprint();
        Path journal = journal(
                "other",
                trial -> with(
                        truth,
                        new Fingerprint("PDP-11", here.software(), here.threads(), here.precision(), here.grade())));

        assertThat(verify(journal, "--retrain", "0")).isEqualTo(2);
        assertThat(errors)
                .contains("trial 0: fingerprint.hardware: is '" + here.hardware() + "' here, expected 'PDP-11'");
    }

    @Test
    void aTrainingUnderAnotherSeedThanWasOrderedIsNotBelieved() throws IOException {
        Inputs said = truth.inputs();
        Path journal = journal("seed", trial -> with(truth, new Inputs(said.model(), said.data(), said.seed() + 1)));

        assertThat(verify(journal, "--retrain", "0")).isEqualTo(2);
        assertThat(errors)
                .contains("trial 0: inputs.seed: was " + (said.seed() + 1) + ", but " + said.seed() + " was ordered");
    }

    @Test
    void aTrialThatCannotBeRepeatedIsRefusedByName() throws IOException {
        Path journal = journal("refused", trial -> truth);
        assertThat(verify(journal, "--retrain", "7")).isEqualTo(2);
        assertThat(errors).contains("--retrain 7: expected a trial of the journal, 0 to 1");
        assertThat(verify(journal, "--data", "x")).isEqualTo(2);
        assertThat(errors).contains("--data: is there without --retrain");
        assertThat(verify(
                        journal,
                        "--retrain",
                        "0",
                        "--data",
                        folder.resolve("nothing").toString()))
                .isEqualTo(2);
        assertThat(errors).contains("trial 0: ").contains("nothing");

        Path failed = journal(
                "failed",
                trial -> new TrialFailed(
                        trial.studyId(), trial.trialId(), FailureReason.DIVERGED, "loss: is NaN at step 3"));
        assertThat(verify(failed, "--retrain", "0")).isEqualTo(2);
        assertThat(errors).contains("--retrain 0: failed (diverged: loss: is NaN at step 3)");
    }

    /// The study's journal, trial 0 answered as given, others as the recorded one.
    private static Path journal(String name, Function<TrialSuggested, Event> first) throws IOException {
        Function<TrialSuggested, Event> trainer = trial -> switch (first.apply(trial)) {
            case TrialTrained trained -> of(trial, trained);
            case Event other -> other;
        };
        return SmallStudy.write(folder.resolve(name + ".ndjson"), SmallStudy.journal("tiny-1", SPEC, trainer));
    }

    private int verify(Path journal, String... more) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of("verify", journal.toString()));
        arguments.addAll(List.of(more));
        int status =
                Bilevel.commandLine(err).setOut(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));
        output = out.toString();
        errors = said.toString(StandardCharsets.UTF_8);
        return status;
    }

    private static TrialTrained of(TrialSuggested trial, TrialTrained trained) {
        return new TrialTrained(
                trial.studyId(),
                trial.trialId(),
                trained.checkpoints(),
                trained.trainingLoss(),
                trained.steps(),
                trained.seconds(),
                trained.fingerprint(),
                trained.inputs());
    }

    private static TrialTrained with(TrialTrained was, List<Checkpoint> checkpoints) {
        return new TrialTrained(
                was.studyId(),
                was.trialId(),
                checkpoints,
                was.trainingLoss(),
                was.steps(),
                was.seconds(),
                was.fingerprint(),
                was.inputs());
    }

    private static TrialTrained with(TrialTrained was, Inputs inputs) {
        return new TrialTrained(
                was.studyId(),
                was.trialId(),
                was.checkpoints(),
                was.trainingLoss(),
                was.steps(),
                was.seconds(),
                was.fingerprint(),
                inputs);
    }

    private static TrialTrained with(TrialTrained was, Fingerprint fingerprint) {
        return new TrialTrained(
                was.studyId(),
                was.trialId(),
                was.checkpoints(),
                was.trainingLoss(),
                was.steps(),
                was.seconds(),
                fingerprint,
                was.inputs());
    }

    /// As the trainer does it: the second trial is of no interest.
    private static Event train(TrialSuggested trial) {
        if (trial.trial() > 0) {
            return new TrialFailed(trial.studyId(), trial.trialId(), FailureReason.DIVERGED, "loss: is NaN");
        }
        try {
            List<Checkpoint> checkpoints = new ArrayList<>();
            TrialTraining training = TrialTraining.of(trial, new Splits());
            Trained trained = training.run(new TrainingListener() {
                @Override
                public void progress(Progress now) {
                    // Nobody watches.
                }

                @Override
                public void checkpoint(int index, int step, Weights weights) throws IOException {
                    StoredFile file = weights.writeTo(folder.resolve(index + ".safetensors"), Map.of());
                    checkpoints.add(new Checkpoint(
                            index, step, new Artifact(file.path().toUri().toString(), file.sha256(), file.bytes())));
                }

                @Override
                public boolean cancelled() {
                    return false;
                }
            });
            Inputs inputs = new Contents()
                    .inputs(
                            training.model(),
                            trial.training().data(),
                            Split.TRAIN,
                            trial.training().seed());
            return new TrialTrained(
                    trial.studyId(),
                    trial.trialId(),
                    checkpoints,
                    trained.trainingLoss(),
                    trained.steps(),
                    1,
                    training.fingerprint(),
                    inputs);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
