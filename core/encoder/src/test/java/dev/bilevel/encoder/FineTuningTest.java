package dev.bilevel.encoder;

import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FineTuningTest {
    private static final Head HEAD = new Head(false, List.of("no", "yes"));
    private static final ComputeSettings CPU = new ComputeSettings("cpu", Precision.FP32, 1, 32);
    private static final Map<String, Object> FAST = Map.of("learningRate", 5e-3, "batchSize", 16, "epochs", 4);

    @TempDir
    Path folder;

    /// Keeps what a training tells.
    private final class Witness implements TrainingListener {
        private final List<Progress> progress = new ArrayList<>();
        private final List<StoredFile> files = new ArrayList<>();
        private final List<Integer> steps = new ArrayList<>();
        private int cancelAfter = Integer.MAX_VALUE;

        @Override
        public void progress(Progress each) {
            progress.add(each);
        }

        @Override
        public void checkpoint(int index, int step, Weights weights) throws IOException {
            assertThat(index).isEqualTo(files.size());
            steps.add(step);
            files.add(weights.writeTo(
                    folder.resolve(files.size() + "-" + System.identityHashCode(this) + ".safetensors"), Map.of()));
        }

        @Override
        public boolean cancelled() {
            return progress.size() >= cancelAfter;
        }

        List<String> hashes() {
            return files.stream().map(StoredFile::sha256).toList();
        }

        Path last() {
            return files.getLast().path();
        }
    }

    private static Trained train(
            ComputeSettings compute, Map<String, Object> params, List<Example> examples, long seed, Witness witness)
            throws Exception {
        return new FineTuning(Fixture.of("roberta").random(), HEAD, compute)
                .run(examples, Hyperparameters.of(params), new Snapshots(3, 0.5), seed, witness);
    }

    private static double accuracy(ComputeSettings compute, Path weights, List<Example> examples) throws Exception {
        try (Scoring scoring = new Scoring()) {
            double[] predictions = scoring.score(Fixture.of("roberta").random(), HEAD, compute, weights, examples)
                    .predictions();
            int right = 0;
            for (int i = 0; i < predictions.length; i++) {
                right += predictions[i] == examples.get(i).label() ? 1 : 0;
            }
            return (double) right / predictions.length;
        }
    }

    @Test
    void anEncoderLearnsFromRandomWeightsWhatUnseenSentencesSay() throws Exception {
        Witness witness = new Witness();

        Trained trained = train(CPU, FAST, Sentences.some(320, 1), 7, witness);

        assertThat(accuracy(CPU, witness.last(), Sentences.some(200, 2))).isGreaterThan(0.95);
        assertThat(trained.steps()).isEqualTo(80);
        assertThat(trained.examples()).isEqualTo(4 * 320);
        assertThat(trained.trainingLoss()).isBetween(0.0, 0.3);
        assertThat(witness.steps).containsExactly(54, 67, 80);
        assertThat(witness.progress).hasSize(80);
        assertThat(witness.progress.get(20).epoch()).isEqualTo(2);
        assertThat(witness.progress.getFirst().loss()).isCloseTo(Math.log(2), within(0.1));
        assertThat(witness.progress.getFirst().learningRate()).isZero();
    }

    @Test
    void bf16LearnsThemToo() throws Exception {
        Witness witness = new Witness();
        ComputeSettings bf16 = new ComputeSettings("cpu", Precision.BF16, 1, 32);

        train(bf16, FAST, Sentences.some(320, 1), 7, witness);

        assertThat(accuracy(bf16, witness.last(), Sentences.some(200, 2))).isGreaterThan(0.9);
    }

    @Test
    void aRegressionLearnsScores() throws Exception {
        List<Example> examples = Sentences.some(320, 1);
        Witness witness = new Witness();
        ModelFolder model = Fixture.of("roberta").random();

        Trained trained = new FineTuning(model, Fixture.SCORE, CPU)
                .run(examples, Hyperparameters.of(FAST), new Snapshots(1, 0), 7, witness);

        // Knowing nothing about zeros and ones costs a quarter.
        assertThat(witness.progress.getFirst().loss()).isGreaterThan(0.3);
        assertThat(trained.trainingLoss()).isLessThan(0.1);
        try (Scoring scoring = new Scoring()) {
            Score score = scoring.score(model, Fixture.SCORE, CPU, witness.last(), Sentences.some(200, 2));
            assertThat(score.loss()).isLessThan(0.05);
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsWhateverRanBetween() throws Exception {
        List<Example> examples = Sentences.some(100, 1);
        Map<String, Object> params = Map.of("learningRate", 1e-3, "batchSize", 8, "epochs", 1);
        Witness first = new Witness();
        Witness other = new Witness();
        Witness again = new Witness();

        train(CPU, params, examples, 7, first);
        train(CPU, params, Sentences.some(70, 5), 8, other);
        train(CPU, params, examples, 7, again);

        assertThat(again.hashes()).isEqualTo(first.hashes());
        assertThat(again.progress).isEqualTo(first.progress);
        assertThat(other.hashes()).doesNotContainAnyElementsOf(first.hashes());
    }

    @Test
    void aTrainingsNumberOfThreadsIsItsOwnWhateverRanBeforeAndWhicheverThreadRunsIt() throws Exception {
        List<Example> examples = Sentences.some(100, 1);
        Map<String, Object> params = Map.of("learningRate", 1e-3, "batchSize", 16, "epochs", 1);
        Witness first = new Witness();
        Witness again = new Witness();

        train(CPU, params, examples, 7, first);
        train(new ComputeSettings("cpu", Precision.BF16, 2, 32), params, examples, 7, new Witness());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.submit(() -> train(CPU, params, examples, 7, again)).get();
        }

        assertThat(again.hashes()).isEqualTo(first.hashes());
    }

    @Test
    void theSameSeedGivesTheSameBitsInAnotherProcess() throws Exception {
        train(CPU, Map.of("epochs", 1), Sentences.some(64, 1), 3, new Witness());

        List<String> there = TrainingProcess.elsewhere(folder);

        assertThat(there).contains("hash " + TrainingProcess.hash(folder.resolve("here.safetensors")));
    }

    @Test
    void everyParameterLiesInACheckpointUnderItsTransformersName() throws Exception {
        Witness witness = new Witness();

        train(CPU, Map.of("epochs", 1), Sentences.some(64, 1), 7, witness);

        try (SafetensorsFile file = SafetensorsFile.open(witness.last());
                SafetensorsFile transformers =
                        SafetensorsFile.open(Fixture.of("roberta").folder().resolve("model.safetensors"))) {
            assertThat(file.tensors().keySet()).isEqualTo(transformers.tensors().keySet());
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void aLossThatIsNoNumberEndsAsDiverged() throws Exception {
        Path broken = withHugeEmbeddings();
        FineTuning training = new FineTuning(ModelFolder.open(broken, broken, false), HEAD, CPU);
        List<Example> examples = Sentences.some(64, 1);

        assertThatThrownBy(
                        () -> training.run(examples, Hyperparameters.of(FAST), new Snapshots(1, 0), 7, new Witness()))
                .isInstanceOfSatisfying(
                        Diverged.class, diverged -> assertThat(diverged.step()).isEqualTo(1))
                .hasMessageContaining("at step 1");
    }

    private Path withHugeEmbeddings() throws Exception {
        Path fixture = Fixture.of("roberta").folder();
        List<TensorSource> tensors = new ArrayList<>();
        try (SafetensorsFile file = SafetensorsFile.open(fixture.resolve("model.safetensors"))) {
            for (String name : file.tensors().keySet()) {
                float[] values = file.floats(name);
                if (name.equals("roberta.embeddings.LayerNorm.bias")) {
                    Arrays.fill(values, Float.MAX_VALUE);
                }
                tensors.add(TensorSource.of(name, file.tensor(name).shape(), values));
            }
        }
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of());
        Files.copy(fixture.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(fixture.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        return folder;
    }

    @Test
    void aListenerEndsATrainingBetweenSteps() {
        Witness witness = new Witness();
        witness.cancelAfter = 3;

        assertThatThrownBy(() -> train(CPU, FAST, Sentences.some(320, 1), 7, witness))
                .isInstanceOfSatisfying(
                        Cancelled.class,
                        cancelled -> assertThat(cancelled.step()).isEqualTo(4));
        assertThat(witness.progress).hasSize(3);
        assertThat(witness.files).isEmpty();
    }

    @Test
    void aTrainingShorterThanItsTrajectoryIsRefused() {
        assertThatThrownBy(
                        () -> train(CPU, Map.of("batchSize", 32, "epochs", 1), Sentences.some(64, 1), 7, new Witness()))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("training.checkpoints: is 3, expected at most the number of optimizer steps, which is 2");
    }

    @Test
    void aLabelThatIsNoClassIsRefused() {
        List<Example> examples = List.of(new Example("fine", Optional.empty(), 2));

        assertThatThrownBy(() -> train(CPU, FAST, examples, 7, new Witness()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("examples[0].label: is 2.0, expected a class index from 0 to 1");
    }

    @Test
    void aTextOfNothingIsAnExampleLikeAnyOther() throws Exception {
        List<Example> examples = List.of(
                new Example("", Optional.empty(), 0),
                new Example("wise", Optional.empty(), 1),
                new Example("dog ".repeat(500), Optional.empty(), 1));

        Trained trained = train(CPU, Map.of("batchSize", 1, "epochs", 1), examples, 7, new Witness());

        assertThat(trained.steps()).isEqualTo(3);
    }
}
