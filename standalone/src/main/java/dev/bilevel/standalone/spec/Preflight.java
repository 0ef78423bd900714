package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.InvalidData;
import dev.bilevel.glue.OfficialFile;
import dev.bilevel.glue.Part;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks at the files that a spec names, so that what is missing is said before a stack is started.
public final class Preflight {
    /// Larger files are only located here; the services read them with more memory.
    private static final long READ_UP_TO_BYTES = 16L << 20;

    private static final String OWN_TRAINER = "roberta";

    private static final String LAYOUT =
            "expected a folder in Hugging Face layout (config.json, model.safetensors, tokenizer.json)";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> problems = new ArrayList<>();

    private Preflight() {}

    /// @throws CommandFailed (wrong input) with a line for each thing that is missing or unusable
    public static void check(StudySpec spec) {
        Preflight preflight = new Preflight();
        preflight.data(spec);
        preflight.model(spec.model());
        if (!preflight.problems.isEmpty()) {
            throw CommandFailed.wrongInput(preflight.problems);
        }
    }

    /// A stack that lives for one study has the project's own trainer and no other.
    ///
    /// @throws CommandFailed (wrong input) where the spec asks for another
    public static void checkTrainer(StudySpec spec) {
        if (!spec.trainer().equals(OWN_TRAINER)) {
            throw CommandFailed.wrongInput(List.of("trainer: is '" + spec.trainer() + "', expected " + OWN_TRAINER
                    + ", the only one that run starts; for another, see ./bilevel up and docs/trainers.md"));
        }
    }

    private void data(StudySpec spec) {
        for (Part part : Part.values()) {
            if (!part.existsFor(spec.task())) {
                continue;
            }
            try {
                OfficialFile file = OfficialFile.locate(Path.of(spec.data()), spec.task(), part);
                if (Files.size(file.path()) <= READ_UP_TO_BYTES) {
                    GlueData.read(Path.of(spec.data()), spec.task(), part);
                }
            } catch (InvalidData e) {
                problems.add(e.getMessage());
            } catch (IOException e) {
                problems.add("data: cannot be read: " + e);
            }
        }
    }

    private void model(ModelSource model) {
        Path folder = Path.of(model.path());
        if (!Files.isDirectory(folder)) {
            problems.add("model.path: there is no folder " + folder + ", " + LAYOUT);
            return;
        }
        json("model.path", folder.resolve("config.json"));
        json("model.tokenizer", Path.of(model.tokenizer()).resolve("tokenizer.json"));
        if (model.weights() == ModelSource.Weights.PRETRAINED
                && TensorSet.in(folder).isEmpty()) {
            problems.add("model.path: " + folder.resolve(TensorSet.SINGLE)
                    + " is missing, expected the pretrained weights, or model.weights: random");
        }
    }

    private void json(String field, Path file) {
        if (!Files.isRegularFile(file)) {
            problems.add(field + ": " + file + " is missing, " + LAYOUT);
            return;
        }
        try {
            JsonNode tree = JSON.readTree(file.toFile());
            if (!tree.isObject()) {
                problems.add(field + ": " + file + " is no JSON object");
            }
        } catch (IOException e) {
            problems.add(field + ": " + file + " is no JSON: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
