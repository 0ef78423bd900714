package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EarlyStoppingTest {
    private static final Head HEAD = new Head(false, List.of("no", "yes"));
    private static final ComputeSettings CPU = new ComputeSettings("cpu", Precision.FP32, 1, 32);
    private static final List<Example> EXAMPLES = Sentences.some(64, 1);
    /// Sentences whose labels are wrong: the more is learnt, the worse it gets.
    private static final List<Example> CONTRARY = Sentences.some(64, 2).stream()
            .map(each -> new Example(each.first(), each.second(), 1 - each.label()))
            .toList();
    /// 4 steps an epoch.
    private static final Map<String, Object> PARAMS =
            Map.of("learningRate", 5e-3, "batchSize", 16, "epochs", 12, "patience", 2);

    @TempDir
    Path folder;

    private final class Witness implements TrainingListener {
        private final List<Integer> steps = new ArrayList<>();
        private final List<String> checkpoints = new ArrayList<>();
        private final int interruptedAfter;
        private int last;

        Witness(int interruptedAfter) {
            this.interruptedAfter = interruptedAfter;
        }

        @Override
        public void progress(Progress progress) {
            last = progress.step();
        }

        @Override
        public void checkpoint(int index, int step, Weights weights) throws IOException {
            assertThat(index).isEqualTo(steps.size());
            steps.add(step);
            checkpoints.add(weights.writeTo(folder.resolve("weights"), Map.of()).sha256());
        }

        @Override
        public void resumable(int step, State state) throws IOException {
            if (step == interruptedAfter) {
                state.writeTo(folder.resolve("state"));
            }
        }

        @Override
        public boolean cancelled() {
            return last == interruptedAfter;
        }
    }

    private static FineTuning training() throws Exception {
        return new FineTuning(Fixture.of("roberta").random(), HEAD, CPU);
    }

    private static Trained run(FineTuning training, Witness witness) throws Exception {
        return training.run(EXAMPLES, Hyperparameters.of(PARAMS), new Snapshots(6, 0), 7, witness);
    }

    @Test
    void aTrainingThatOnlyGetsWorseEndsWhenPatienceDoesAndLeavesWhatItHas() throws Exception {
        Witness witness = new Witness(-1);

        Trained trained = run(training().watching(CONTRARY), witness);

        assertThat(trained.steps()).isLessThan(48).isEqualTo(witness.last);
        assertThat(trained.steps() % 4).isZero();
        assertThat(trained.examples()).isEqualTo(trained.steps() / 4 * 64L);
        assertThat(witness.steps.getLast()).isEqualTo(trained.steps());
        assertThat(witness.steps).hasSizeLessThan(6).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aTrainingThatGetsBetterIsTrainedToItsEnd() throws Exception {
        Witness witness = new Witness(-1);

        Trained trained = training()
                .watching(EXAMPLES)
                .run(
                        EXAMPLES,
                        Hyperparameters.of(Map.of("learningRate", 1e-3, "batchSize", 16, "epochs", 4, "patience", 1)),
                        new Snapshots(2, 0),
                        7,
                        witness);

        assertThat(trained.steps()).isEqualTo(16);
        assertThat(witness.steps).containsExactly(8, 16);
    }

    @Test
    void patienceIsRememberedWhileATrainingIsInterrupted() throws Exception {
        Witness whole = new Witness(-1);
        Trained expected = run(training().watching(CONTRARY), whole);
        int afterAnEpoch = expected.steps() - 4;
        Witness before = new Witness(afterAnEpoch);
        assertThatThrownBy(() -> run(training().watching(CONTRARY), before)).isInstanceOf(Cancelled.class);
        List<String> hashes = new ArrayList<>(before.checkpoints);
        Witness after = new Witness(-1);
        after.steps.addAll(before.steps);

        Trained resumed = training()
                .watching(CONTRARY)
                .resume(folder.resolve("state"), EXAMPLES, Hyperparameters.of(PARAMS), new Snapshots(6, 0), 7, after);

        assertThat(resumed).isEqualTo(expected);
        hashes.addAll(after.checkpoints);
        assertThat(hashes).isEqualTo(whole.checkpoints);
    }

    @Test
    void patienceWithNothingToWatchIsRefused() {
        assertThatThrownBy(() -> run(training(), new Witness(-1)))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("patience: is 2, expected 0, or examples to watch");
    }
}
