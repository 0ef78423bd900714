package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.checkpoints.DType;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Numbers of `transformers`, met digit for digit as far as float32 goes.
class TransformersParityTest {
    private static final double LOGIT = 2e-5;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void tokensAreThoseOfTransformersWhateverTheFileSaysAboutTruncationAndPadding(String family) throws Exception {
        Fixture fixture = Fixture.of(family);

        int maxLength = fixture.compute().maxLength();
        assertIds(
                Tokenization.of(fixture.pretrained(), maxLength, fixture.pairs("class")),
                fixture.expected().get("classification").get("ids"));
        assertIds(
                Tokenization.of(fixture.pretrained(), maxLength, fixture.singles("class")),
                fixture.expected().get("classificationOfSingles").get("ids"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void logitsAndLossOfPairsAreThoseOfTransformers(String family) throws Exception {
        Fixture fixture = Fixture.of(family);
        Path weights = fixture.folder().resolve("model.safetensors");

        assertScore(fixture, weights, Fixture.CLASSES, fixture.pairs("class"), "classification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void logitsAndLossOfSingleTextsAreThoseOfTransformers(String family) throws Exception {
        Fixture fixture = Fixture.of(family);
        Path weights = fixture.folder().resolve("model.safetensors");

        assertScore(fixture, weights, Fixture.CLASSES, fixture.singles("class"), "classificationOfSingles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void scoresAndLossOfARegressionAreThoseOfTransformers(String family) throws Exception {
        Fixture fixture = Fixture.of(family);
        Path weights = withRegressionHead(fixture);

        assertScore(fixture, weights, Fixture.SCORE, fixture.pairs("score"), "regression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void weightsAfterStepsOfAdamWWithScheduleAndClippingAreThoseOfPyTorch(String family) throws Exception {
        Fixture fixture = Fixture.of(family);
        ModelFolder model = fixture.pretrained();
        List<Example> examples = fixture.pairs("class");
        Labels labels = new Labels(examples, Fixture.CLASSES);
        TokenizedExamples tokens = Tokenization.of(model, fixture.compute().maxLength(), examples);
        JsonNode steps = fixture.expected().get("steps");
        Plan plan = Plan.of(3 * steps.size(), hyperparameters(fixture), new Snapshots(1, 0));

        try (Session torch = Session.open(fixture.compute())) {
            Architecture architecture = model.architecture();
            Parameters parameters = new Parameters(architecture.parameters(Fixture.CLASSES), torch.manager());
            parameters.start(model, 1);
            EncoderModule module = new EncoderModule(
                    torch.manager(),
                    architecture,
                    Fixture.CLASSES,
                    fixture.compute().precision(),
                    0);
            Optimizer optimizer = new Optimizer(module, plan.hyperparameters(), parameters, torch.manager());
            Dropout dropout = new Dropout(architecture, module, plan.hyperparameters(), torch.manager());
            Training training = new Training(
                    architecture, module, optimizer, torch, plan, new TrainingIdentity(new TreeMap<>()), 1, dropout);
            for (int step = 0; step < steps.size(); step++) {
                JsonNode expected = steps.get(step);
                int[] rows = {
                    expected.at("/rows/0").intValue(),
                    expected.at("/rows/1").intValue(),
                    expected.at("/rows/2").intValue()
                };
                double learningRate = plan.learningRate(step);
                assertThat(learningRate).isCloseTo(expected.get("learningRate").doubleValue(), within(1e-12));
                Training.Step found = training.step(tokens, labels, rows, step + 1, learningRate);
                assertThat(found.loss())
                        .as("loss of step %d", step)
                        .isCloseTo(expected.get("loss").doubleValue(), within(1e-5));
                assertThat(found.norm())
                        .as("gradient norm of step %d", step)
                        .isCloseTo(expected.get("norm").doubleValue(), within(1e-4));
            }
            Path trained = temporary.resolve("trained.safetensors");
            parameters.writeTo(trained, Map.of());
            assertSameWeights(trained, fixture.folder().resolve("trained.safetensors"));
        }
    }

    private static Hyperparameters hyperparameters(Fixture fixture) {
        JsonNode training = fixture.expected().get("training");
        return Hyperparameters.of(Map.of(
                "learningRate", training.get("learningRate").doubleValue(),
                "batchSize", 3,
                "epochs", 1,
                "weightDecay", training.get("weightDecay").doubleValue(),
                "warmupRatio", training.get("warmupRatio").doubleValue(),
                "dropout", 0,
                "maxGradNorm", training.get("maxGradNorm").doubleValue(),
                "beta1", training.get("beta1").doubleValue(),
                "beta2", training.get("beta2").doubleValue(),
                "epsilon", training.get("epsilon").doubleValue()));
    }

    private static void assertIds(TokenizedExamples tokens, JsonNode expected) {
        assertThat(tokens.size()).isEqualTo(expected.size());
        for (int i = 0; i < tokens.size(); i++) {
            int[] ids = new int[expected.get(i).size()];
            for (int j = 0; j < ids.length; j++) {
                ids[j] = expected.get(i).get(j).intValue();
            }
            assertThat(tokens.ids(i)).as("example %d", i).isEqualTo(ids);
        }
    }

    private static void assertScore(
            Fixture fixture, Path weights, Head head, List<Example> examples, String expectation) throws Exception {
        JsonNode expected = fixture.expected().get(expectation);
        try (Scoring scoring = new Scoring()) {
            Score score = scoring.score(fixture.pretrained(), head, fixture.compute(), weights, examples);
            for (int i = 0; i < examples.size(); i++) {
                assertThat(Fixture.doubles(score.logits().get(i)))
                        .as("logits of example %d", i)
                        .containsExactly(Fixture.doubles(expected.get("logits").get(i)), within(LOGIT));
            }
            assertThat(score.loss()).isCloseTo(expected.get("loss").doubleValue(), within(1e-5));
        }
    }

    private static void assertSameWeights(Path actual, Path expected) throws Exception {
        try (SafetensorsFile ours = SafetensorsFile.open(actual);
                SafetensorsFile theirs = SafetensorsFile.open(expected)) {
            assertThat(ours.tensors().keySet()).isEqualTo(theirs.tensors().keySet());
            for (String name : theirs.tensors().keySet()) {
                assertThat(Fixture.doubles(ours.floats(name)))
                        .as(name)
                        .containsExactly(Fixture.doubles(theirs.floats(name)), within(2e-6));
            }
        }
    }

    /// The regression's encoder is that of the trained weights; its head's last map is in expected.json.
    private Path withRegressionHead(Fixture fixture) throws Exception {
        JsonNode head = fixture.expected().get("regressionHead");
        Path target = temporary.resolve("regression.safetensors");
        try (SafetensorsFile trained = SafetensorsFile.open(fixture.folder().resolve("trained.safetensors"))) {
            List<TensorSource> tensors = new ArrayList<>();
            for (String name : trained.tensors().keySet()) {
                if (!head.has(name)) {
                    tensors.add(TensorSource.of(
                            name, DType.F32, trained.tensor(name).shape(), trained.data(name)));
                }
            }
            head.properties().forEach(each -> tensors.add(tensor(each.getKey(), each.getValue())));
            SafetensorsWriter.write(target, tensors, Map.of());
        }
        return target;
    }

    private static TensorSource tensor(String name, JsonNode values) {
        boolean matrix = values.get(0).isArray();
        JsonNode row = matrix ? values.get(0) : values;
        float[] floats = new float[row.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = row.get(i).floatValue();
        }
        List<Long> shape = matrix ? List.of(1L, (long) floats.length) : List.of((long) floats.length);
        return TensorSource.of(name, shape, floats);
    }
}
