package dev.bilevel.encoder;

import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A training that was interrupted and resumed ends in the bits of one that was not.
class ResumingTest {
    private static final Head HEAD = new Head(false, List.of("no", "yes"));
    private static final ComputeSettings CPU = new ComputeSettings("cpu", Precision.FP32, 1, 32);
    private static final List<Example> EXAMPLES = Sentences.some(50, 1);
    /// 7 steps an epoch, 21 in all.
    private static final Map<String, Object> PARAMS = Map.of("learningRate", 1e-3, "batchSize", 8, "epochs", 3);

    @TempDir
    Path folder;

    private final class Witness implements TrainingListener {
        private final int savesAt;
        private final List<String> hashes = new ArrayList<>();
        private final List<Progress> progress = new ArrayList<>();

        Witness(int savesAt) {
            this.savesAt = savesAt;
        }

        @Override
        public void progress(Progress each) {
            progress.add(each);
        }

        @Override
        public void checkpoint(int index, int step, Weights weights) throws IOException {
            Path file = folder.resolve(step + ".safetensors");
            hashes.add(
                    index + " " + step + " " + weights.writeTo(file, Map.of()).sha256());
        }

        @Override
        public void resumable(int step, State state) throws IOException {
            if (step == savesAt) {
                state.writeTo(state());
            }
        }

        @Override
        public boolean cancelled() {
            return !progress.isEmpty() && progress.getLast().step() == savesAt;
        }
    }

    private Path state() {
        return folder.resolve("state.safetensors");
    }

    private static FineTuning training() throws Exception {
        return new FineTuning(Fixture.of("roberta").random(), HEAD, CPU);
    }

    private static Trained run(Witness witness) throws Exception {
        return training().run(EXAMPLES, Hyperparameters.of(PARAMS), new Snapshots(4, 0.3), 7, witness);
    }

    private Trained resume(Map<String, Object> params, long seed, Witness witness) throws Exception {
        return training().resume(state(), EXAMPLES, Hyperparameters.of(params), new Snapshots(4, 0.3), seed, witness);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 10, 14, 20})
    void aResumedTrainingEndsInTheSameBits(int interruptedAfter) throws Exception {
        Witness whole = new Witness(-1);
        Trained expected = run(whole);
        Witness before = new Witness(interruptedAfter);
        assertThatThrownBy(() -> run(before)).isInstanceOf(Cancelled.class);
        Witness after = new Witness(-1);

        Trained resumed = resume(PARAMS, 7, after);

        assertThat(resumed).isEqualTo(expected);
        List<Progress> progress = new ArrayList<>(before.progress);
        progress.addAll(after.progress);
        assertThat(progress).isEqualTo(whole.progress);
        List<String> hashes = new ArrayList<>(before.hashes);
        hashes.addAll(after.hashes);
        assertThat(hashes).isEqualTo(whole.hashes);
    }

    @Test
    void theStateOfAnotherTrainingIsRefusedWithWhatDiffers() throws Exception {
        assertThatThrownBy(() -> run(new Witness(5))).isInstanceOf(Cancelled.class);
        Map<String, Object> others = new HashMap<>(PARAMS);
        others.put("learningRate", 2e-3);

        assertThatThrownBy(() -> resume(others, 7, new Witness(-1)))
                .isInstanceOf(InvalidModel.class)
                .hasMessageContaining("is the state of another training: its hyperparameters is ");
        assertThatThrownBy(() -> resume(PARAMS, 8, new Witness(-1)))
                .isInstanceOf(InvalidModel.class)
                .hasMessage(state() + ": is the state of another training: its seed is 7, expected 8");
    }

    @Test
    void aFileThatIsNoStateIsRefused() throws Exception {
        Witness witness = new Witness(-1);
        run(witness);
        Files.copy(folder.resolve("21.safetensors"), state());

        assertThatThrownBy(() -> resume(PARAMS, 7, new Witness(-1)))
                .isInstanceOf(InvalidModel.class)
                .hasMessageContaining("is no state of a training");
        assertThat(ContentHash.of(state())).isEqualTo(ContentHash.of(folder.resolve("21.safetensors")));

        Files.writeString(state(), "half a fi");
        assertThatThrownBy(() -> resume(PARAMS, 7, new Witness(-1))).isInstanceOf(InvalidModel.class);
    }
}
