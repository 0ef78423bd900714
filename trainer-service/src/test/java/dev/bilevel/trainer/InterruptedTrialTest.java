package dev.bilevel.trainer;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.Progress;
import dev.bilevel.worker.WorkFailed;
import dev.bilevel.worker.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A trial whose trainer was interrupted: the next attempt goes on, and nobody could tell from the result.
///
/// A test of Quarkus's, though it needs nothing of it: native libraries are loaded by one class loader of a process.
@QuarkusTest
@WithTestResource(StackResource.class)
class InterruptedTrialTest {
    private static final TrialSuggested TRIAL =
            TrainerServiceTest.trial("s", "s.t0", Map.of("epochs", 2L, "batchSize", 64L, "learningRate", 1e-3), 3);

    @TempDir
    Path folder;

    /// An attempt that ends before a step.
    private static final class Witness implements Attempt {
        private final int lastStep;
        private final List<Integer> steps = new ArrayList<>();
        private final List<Event> published = new ArrayList<>();

        Witness(int lastStep) {
            this.lastStep = lastStep;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public boolean cancelled() {
            return !steps.isEmpty() && steps.getLast() >= lastStep;
        }

        @Override
        public void publish(Event event) {
            published.add(event);
        }

        @Override
        public void progress(String trialId, Progress progress) {
            steps.add(progress.step());
        }

        List<Integer> saved() {
            return published.stream()
                    .map(CheckpointSaved.class::cast)
                    .map(saved -> saved.checkpoint().index())
                    .toList();
        }
    }

    private TrialWork work(String store) {
        return new TrialWork(new StoredTrials(new CheckpointStore(folder.resolve(store))), Duration.ZERO);
    }

    private static TrialTrained perform(TrialWork work, Witness witness) throws Exception {
        return (TrialTrained) work.perform(TRIAL, witness).getFirst();
    }

    private static List<String> hashes(TrialTrained trained) {
        return trained.checkpoints().stream()
                .map(Checkpoint::artifact)
                .map(artifact -> artifact.sha256())
                .toList();
    }

    private void interruptAfter(int step, String store) {
        assertThatThrownBy(() -> work(store).perform(TRIAL, new Witness(step)))
                .isInstanceOfSatisfying(
                        WorkFailed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CANCELLED));
    }

    private List<Path> found(String store, String name) {
        try (Stream<Path> files = Files.walk(folder.resolve(store))) {
            return files.filter(file -> file.endsWith(name)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theNextAttemptGoesOnToTheSameBitsAndLeavesNoState() throws Exception {
        Witness whole = new Witness(Integer.MAX_VALUE);
        TrialTrained undisturbed = perform(work("undisturbed"), whole);
        int interruption = undisturbed.checkpoints().get(1).step() + 1;
        interruptAfter(interruption, "interrupted");
        Witness second = new Witness(Integer.MAX_VALUE);

        TrialTrained resumed = perform(work("interrupted"), second);

        assertThat(second.steps.getFirst()).isEqualTo(interruption + 1);
        assertThat(hashes(resumed)).isEqualTo(hashes(undisturbed));
        assertThat(resumed.trainingLoss()).isEqualTo(undisturbed.trainingLoss());
        assertThat(resumed.steps()).isEqualTo(undisturbed.steps());
        assertThat(whole.saved()).containsExactly(0, 1, 2);
        assertThat(second.saved()).containsExactly(2);
        assertThat(found("interrupted", "state.safetensors")).isEmpty();
        assertThat(found("interrupted", "interrupted.json")).isEmpty();
    }

    @Test
    void aTrajectoryAheadOfItsStateIsRepeatedFromThere() throws Exception {
        TrialTrained undisturbed = perform(work("undisturbed"), new Witness(Integer.MAX_VALUE));
        int second = undisturbed.checkpoints().get(1).step();
        interruptAfter(second - 1, "interrupted");
        Path state = found("interrupted", "state.safetensors").getFirst();
        Path older = Files.copy(state, folder.resolve("older"));
        interruptAfter(second + 1, "interrupted");
        Files.copy(older, state, StandardCopyOption.REPLACE_EXISTING);
        Witness third = new Witness(Integer.MAX_VALUE);

        TrialTrained resumed = perform(work("interrupted"), third);

        assertThat(third.steps.getFirst()).isEqualTo(second);
        assertThat(hashes(resumed)).isEqualTo(hashes(undisturbed));
        assertThat(third.saved()).containsExactly(1, 2);
    }

    @Test
    void aStateThatRottedStartsTheTrainingAgain() throws Exception {
        TrialTrained undisturbed = perform(work("undisturbed"), new Witness(Integer.MAX_VALUE));
        interruptAfter(5, "interrupted");
        Files.writeString(found("interrupted", "state.safetensors").getFirst(), "rubbish");
        Witness second = new Witness(Integer.MAX_VALUE);

        TrialTrained trained = perform(work("interrupted"), second);

        assertThat(second.steps.getFirst()).isEqualTo(1);
        assertThat(hashes(trained)).isEqualTo(hashes(undisturbed));
        assertThat(found("interrupted", "state.safetensors")).isEmpty();
    }
}
