package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Logits and loss of models whose sizes nothing divides, on texts of every length up to 512 tokens and beyond
/// (`src/test/fixtures/make_shapes.py`).
class OddShapesParityTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir
    Path folder;

    /// A shape, called by its title.
    private record Shape(JsonNode expected) {
        @Override
        public String toString() {
            return expected.get("title").textValue();
        }
    }

    static List<Shape> shapes() throws IOException {
        return StreamSupport.stream(expected().get("shapes").spliterator(), false)
                .map(Shape::new)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void logitsAndLossAreThoseOfTransformers(Shape shape) throws Exception {
        JsonNode expected = shape.expected();
        ModelFolder model = model(expected);

        Score score = score(model, new ComputeSettings("cpu", Precision.FP32, 1, 512));

        requireLogits(score, expected, 2e-5);
        double loss = expected.get("loss").doubleValue();
        assertThat(score.loss()).isCloseTo(loss, within(1e-5 * loss));
        int[] lengths = new ObjectMapper().convertValue(expected.get("lengths"), int[].class);
        TokenizedExamples tokens = Tokenization.of(model, 512, examples());
        for (int i = 0; i < lengths.length; i++) {
            assertThat(tokens.length(i)).as("tokens of example %d", i).isEqualTo(lengths[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void inBf16TheyAreThoseUpToItsRoundingOnAnyNumberOfThreads(Shape shape) throws Exception {
        ModelFolder model = model(shape.expected());

        Score alone = score(model, new ComputeSettings("cpu", Precision.BF16, 1, 512));
        Score shared = score(model, new ComputeSettings("cpu", Precision.BF16, 3, 512));

        requireLogits(alone, shape.expected(), 0.03);
        for (int i = 0; i < alone.examples(); i++) {
            assertThat(shared.logits().get(i))
                    .as("logits of example %d", i)
                    .containsExactly(alone.logits().get(i));
        }
    }

    private ModelFolder model(JsonNode expected) throws Exception {
        Files.writeString(folder.resolve("config.json"), expected.get("config").toString());
        return ModelFolder.open(folder, FIXTURES.resolve(expected.get("family").textValue()), true);
    }

    private Score score(ModelFolder model, ComputeSettings compute) throws Exception {
        try (Scoring scoring = new Scoring()) {
            return scoring.score(model, Fixture.CLASSES, compute, weights(model), examples());
        }
    }

    private static void requireLogits(Score score, JsonNode expected, double error) {
        List<float[]> logits = score.logits();
        for (int i = 0; i < logits.size(); i++) {
            assertThat(Fixture.doubles(logits.get(i)))
                    .as("logits of example %d", i)
                    .containsExactly(Fixture.doubles(expected.get("logits").get(i)), within(error));
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (JsonNode each : expected().get("examples")) {
            examples.add(new Example(
                    each.get("first").textValue(),
                    Optional.of(each.get("second").textValue()),
                    each.get("class").intValue()));
        }
        return examples;
    }

    /// The numbers that the script draws.
    private Path weights(ModelFolder model) throws IOException {
        List<Parameter> parameters = model.architecture().parameters(Fixture.CLASSES).stream()
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
        List<TensorSource> tensors = new ArrayList<>();
        for (int t = 0; t < parameters.size(); t++) {
            Parameter parameter = parameters.get(t);
            boolean around1 = parameter.name().endsWith("LayerNorm.weight");
            float[] values = new float[Math.toIntExact(parameter.elements())];
            for (int i = 0; i < values.length; i++) {
                float drawn = drawn(t, i);
                values[i] = around1 ? drawn + 1 : drawn * 0.5f;
            }
            tensors.add(TensorSource.of(parameter.name(), parameter.shape(), values));
        }
        return SafetensorsWriter.write(folder.resolve("weights.safetensors"), tensors, Map.of())
                .path();
    }

    private static float drawn(long tensor, long i) {
        long mixed = (i * 2654435761L + tensor * 40503 + 12345) & 0xFFFFFFFFL;
        mixed = ((mixed ^ (mixed >>> 15)) * 2246822519L) & 0xFFFFFFFFL;
        mixed ^= mixed >>> 13;
        return (float) (mixed / 4294967296.0 - 0.5);
    }

    private static JsonNode expected() throws IOException {
        return new ObjectMapper().readTree(FIXTURES.resolve("shapes.json").toFile());
    }
}
