package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `src/test/fixtures/make_fixtures.py` left for one family.
record Fixture(Path folder, JsonNode expected) {
    static final Head CLASSES = new Head(false, List.of("a", "b", "c"));
    static final Head SCORE = new Head(true, List.of("score"));

    static Fixture of(String family) throws IOException {
        Path folder = Path.of("src/test/resources/fixtures", family);
        return new Fixture(
                folder,
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile()));
    }

    ModelFolder pretrained() throws InvalidModel {
        return ModelFolder.open(folder, folder, false);
    }

    ModelFolder random() throws InvalidModel {
        return ModelFolder.open(folder, folder, true);
    }

    ComputeSettings compute() {
        return new ComputeSettings(
                "cpu", Precision.FP32, 1, expected.get("maxLength").intValue());
    }

    List<Example> pairs(String label) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode each : expected.get("examples")) {
            examples.add(new Example(
                    each.get("first").textValue(),
                    Optional.of(each.get("second").textValue()),
                    each.get(label).doubleValue()));
        }
        return examples;
    }

    List<Example> singles(String label) {
        return pairs(label).stream()
                .map(pair -> new Example(pair.first(), Optional.empty(), pair.label()))
                .toList();
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }

    static double[] doubles(float[] array) {
        double[] values = new double[array.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = array[i];
        }
        return values;
    }
}
