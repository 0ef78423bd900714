package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A really pretrained encoder under a head of fixed numbers gives what transformers gives
/// (`src/test/fixtures/make_pretrained.py`).
class PretrainedParityTest {
    private static final Path MINILM =
            Path.of(System.getProperty("bilevel.shared", "../shared"), "models", "all-minilm-l6-v2");
    private static final Path EXPECTED = Path.of("src/test/resources/fixtures/minilm/expected.json");

    @TempDir
    Path temporary;

    @Test
    void logitsAndLossAreThoseOfTransformersAlsoWhereTextsAreTruncatedAt512Tokens() throws Exception {
        assumeTrue(Files.isDirectory(MINILM), MINILM + " is absent: nothing to compare");
        ModelFolder model = ModelFolder.open(MINILM, MINILM, false);
        Path weights = withFixedHead();
        JsonNode expected = new ObjectMapper().readTree(EXPECTED.toFile());

        try (Scoring scoring = new Scoring()) {
            for (JsonNode part : expected) {
                List<Example> examples = examples(part);
                ComputeSettings compute = new ComputeSettings(
                        "cpu", Precision.FP32, 1, part.get("maxLength").intValue());
                Score score = scoring.score(model, Fixture.CLASSES, compute, weights, examples);
                for (int i = 0; i < examples.size(); i++) {
                    assertThat(Fixture.doubles(score.logits().get(i)))
                            .as("logits of example %d", i)
                            .containsExactly(Fixture.doubles(part.get("logits").get(i)), within(1e-4));
                }
                assertThat(score.loss()).isCloseTo(part.get("loss").doubleValue(), within(1e-5));
            }
        }
    }

    private static List<Example> examples(JsonNode part) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode each : part.get("examples")) {
            examples.add(new Example(
                    each.get("first").textValue(),
                    Optional.of(each.get("second").textValue()),
                    each.get("class").intValue()));
        }
        return examples;
    }

    private Path withFixedHead() throws Exception {
        Path target = temporary.resolve("model.safetensors");
        float[] head = new float[3 * 384];
        for (int i = 0; i < head.length; i++) {
            head[i] = (float) Math.sin(1 + i);
        }
        try (SafetensorsFile file = SafetensorsFile.open(MINILM.resolve("model.safetensors"))) {
            List<TensorSource> tensors = new ArrayList<>();
            for (String name : file.tensors().keySet()) {
                tensors.add(TensorSource.of(
                        "bert." + name,
                        file.tensor(name).dtype(),
                        file.tensor(name).shape(),
                        file.data(name)));
            }
            tensors.add(TensorSource.of("classifier.weight", List.of(3L, 384L), head));
            tensors.add(TensorSource.of("classifier.bias", List.of(3L), new float[] {0.1f, -0.2f, 0.3f}));
            SafetensorsWriter.write(target, tensors, Map.of());
        }
        return target;
    }
}
