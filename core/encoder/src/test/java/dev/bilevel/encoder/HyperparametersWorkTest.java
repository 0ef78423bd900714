package dev.bilevel.encoder;

import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// What single hyperparameters do to a training.
class HyperparametersWorkTest {
    private static final Head HEAD = new Head(false, List.of("no", "yes"));
    private static final ComputeSettings CPU = new ComputeSettings("cpu", Precision.FP32, 1, 32);
    private static final List<Example> EXAMPLES = Sentences.some(50, 1);

    @TempDir
    Path folder;

    /// Parameters of a short training, by name, and the loss of its first step.
    private record Result(Map<String, float[]> weights, double firstLoss) {}

    private Result train(Map<String, Object> params) throws Exception {
        Map<String, Object> all =
                new HashMap<>(Map.of("learningRate", 1e-3, "batchSize", 10, "epochs", 1, "warmupRatio", 0));
        all.putAll(params);
        Path file = folder.resolve("trained.safetensors");
        List<Double> losses = new ArrayList<>();
        new FineTuning(Fixture.of("roberta").pretrained(), HEAD, CPU)
                .run(EXAMPLES, Hyperparameters.of(all), new Snapshots(1, 0), 7, new TrainingListener() {
                    @Override
                    public void progress(Progress progress) {
                        losses.add(progress.loss());
                    }

                    @Override
                    public void checkpoint(int index, int step, Weights weights) throws java.io.IOException {
                        weights.writeTo(file, Map.of());
                    }
                });
        Map<String, float[]> weights = new HashMap<>();
        try (SafetensorsFile trained = SafetensorsFile.open(file)) {
            for (String name : trained.tensors().keySet()) {
                weights.put(name, trained.floats(name));
            }
        }
        return new Result(weights, losses.getFirst());
    }

    private static Map<String, float[]> before() throws Exception {
        Map<String, float[]> weights = new HashMap<>();
        try (SafetensorsFile file =
                SafetensorsFile.open(Fixture.of("roberta").folder().resolve("model.safetensors"))) {
            for (String name : file.tensors().keySet()) {
                weights.put(name, file.floats(name));
            }
        }
        return weights;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void aBatchComputedInPartsTrainsAlikeUpToRounding() throws Exception {
        Result whole = train(Map.of("dropout", 0));
        Result parts = train(Map.of("dropout", 0, "gradientAccumulation", 3));

        assertThat(parts.firstLoss()).isCloseTo(whole.firstLoss(), within(1e-6));
        whole.weights()
                .forEach((name, weights) -> assertThat(
                                distance(weights, parts.weights().get(name)))
                        .as(name)
                        .isLessThan(2e-4));
    }

    @Test
    void morePartsThanExamplesAreAsManyAsExamples() throws Exception {
        Result single = train(Map.of("dropout", 0, "gradientAccumulation", 4096));

        assertThat(single.firstLoss()).isCloseTo(train(Map.of("dropout", 0)).firstLoss(), within(1e-6));
    }

    @Test
    void frozenLayersKeepEveryBitAndTheOthersLearn() throws Exception {
        Map<String, float[]> before = before();
        Map<String, float[]> after = train(Map.of("frozenLayers", 1)).weights();

        before.forEach((name, weights) -> {
            if (name.contains("embeddings") || name.contains("layer.0.")) {
                assertThat(after.get(name)).as(name).isEqualTo(weights);
            } else if (name.contains("layer.1.") && name.endsWith("weight")) {
                assertThat(after.get(name)).as(name).isNotEqualTo(weights);
            }
        });
    }

    @Test
    void moreFrozenLayersThanThereAreIsRefused() {
        assertThatThrownBy(() -> train(Map.of("frozenLayers", 3)))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("frozenLayers: is 3, expected at most the model's layers, 2");
    }

    @Test
    void lowerLayersMoveLessWhereTheLearningRateDecaysLayerByLayer() throws Exception {
        Map<String, float[]> before = before();
        Map<String, Object> plain = Map.of("dropout", 0, "weightDecay", 0, "batchSize", 50);
        Map<String, Object> decaying = new HashMap<>(plain);
        decaying.put("layerDecay", 0.5);
        Map<String, float[]> even = train(plain).weights();
        Map<String, float[]> uneven = train(decaying).weights();

        // A single step of AdamW goes as far as its learning rate says, wherever the gradient is not tiny.
        assertThat(moved("layer.1.output.dense.weight", before, uneven, even)).isCloseTo(0.5, within(0.01));
        assertThat(moved("layer.0.output.dense.weight", before, uneven, even)).isCloseTo(0.25, within(0.01));
        assertThat(moved("embeddings.position_embeddings.weight", before, uneven, even))
                .isCloseTo(0.125, within(0.01));
    }

    private static double moved(
            String name, Map<String, float[]> before, Map<String, float[]> one, Map<String, float[]> other) {
        String whole = before.keySet().stream()
                .filter(each -> each.endsWith(name))
                .findFirst()
                .orElseThrow();
        return distance(before.get(whole), one.get(whole)) / distance(before.get(whole), other.get(whole));
    }

    @Test
    void smoothedLabelsCostTheMixtureOfTheirOwnAndEveryClass() throws Exception {
        Map<String, Object> plain = Map.of("dropout", 0, "batchSize", 50);
        Map<String, Object> smoothed = new HashMap<>(plain);
        smoothed.put("labelSmoothing", 0.999999);
        double uniform = train(smoothed).firstLoss();
        smoothed.put("labelSmoothing", 0.4);

        double loss = train(smoothed).firstLoss();

        assertThat(loss).isCloseTo(0.6 * train(plain).firstLoss() + 0.4 * uniform, within(1e-5));
    }

    @Test
    void eachKindOfDropoutChangesWhatIsLearntByItself() throws Exception {
        Result none = train(Map.of("dropout", 0));
        for (String each : List.of("dropout", "attentionDropout", "headDropout")) {
            Map<String, Object> one = new HashMap<>(Map.of("dropout", 0, "attentionDropout", 0, "headDropout", 0));
            one.put(each, 0.3);

            assertThat(train(one).firstLoss()).as(each).isNotEqualTo(none.firstLoss());
        }
    }
}
