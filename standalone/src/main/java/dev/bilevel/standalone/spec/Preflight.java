package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.InvalidData;
import dev.bilevel.glue.OfficialFile;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.Task;
import dev.bilevel.hub.Content;
import dev.bilevel.hub.Datasets;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Models;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.progress.Downloads;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at the files that a spec names, and downloads those of the network, so that what is missing is said before a
/// stack is started.
public final class Preflight {
    /// Larger files are only located here; the services read them with more memory.
    private static final long READ_UP_TO_BYTES = 16L << 20;

    private static final String OWN_TRAINER = "roberta";

    private static final String LAYOUT =
            "expected a folder in Hugging Face layout (config.json, model.safetensors, tokenizer.json)";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Downloads downloads;
    private final List<String> problems = new ArrayList<>();
    private final List<String> outages = new ArrayList<>();

    private Preflight(Downloads downloads) {
        this.downloads = downloads;
    }

    /// @throws CommandFailed (wrong input) with a line for each thing that is missing or unusable
    /// @throws CommandFailed (failed) where what is to be downloaded cannot be had for the time being
    public static void check(StudySpec spec) {
        try (Downloads downloads = Downloads.on(System.err, Boolean.getBoolean("bilevel.terminal"))) {
            Preflight preflight = new Preflight(downloads);
            preflight.data(spec);
            preflight.model(spec.model());
            preflight.judge();
        }
    }

    private void judge() {
        if (!problems.isEmpty()) {
            throw CommandFailed.wrongInput(
                    Stream.concat(problems.stream(), outages.stream()).toList());
        }
        if (!outages.isEmpty()) {
            throw CommandFailed.failed(outages.toArray(String[]::new));
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
        Path folder;
        try {
            folder = Datasets.locate(spec.data(), spec.task(), downloads);
        } catch (HubFailed e) {
            complain("data", e);
            return;
        }
        for (Part part : Part.values()) {
            if (part.existsFor(spec.task())) {
                read(folder, spec.task(), part);
            }
        }
    }

    private void read(Path folder, Task task, Part part) {
        try {
            OfficialFile file = OfficialFile.locate(folder, task, part);
            if (Files.size(file.path()) <= READ_UP_TO_BYTES) {
                GlueData.read(folder, task, part);
            }
        } catch (InvalidData e) {
            problems.add(e.getMessage());
        } catch (IOException e) {
            problems.add("data: cannot be read: " + e);
        }
    }

    private void model(ModelSource model) {
        boolean pretrained = model.weights() == ModelSource.Weights.PRETRAINED;
        Optional<Path> folder = folder(
                "model.path",
                model.path(),
                pretrained ? EnumSet.of(Content.CONFIG, Content.WEIGHTS) : EnumSet.of(Content.CONFIG));
        Optional<Path> tokenizer = model.tokenizer().equals(model.path()) && folder.isEmpty()
                ? Optional.empty()
                : folder("model.tokenizer", model.tokenizer(), EnumSet.of(Content.TOKENIZER));
        folder.ifPresent(found -> json("model.path", found.resolve("config.json")));
        tokenizer.ifPresent(found -> json("model.tokenizer", found.resolve("tokenizer.json")));
        if (pretrained && folder.isPresent() && TensorSet.in(folder.get()).isEmpty()) {
            problems.add("model.path: " + folder.get().resolve(TensorSet.SINGLE)
                    + " is missing, expected the pretrained weights, or model.weights: random");
        }
    }

    /// A model of the hub is downloaded now: a study should not fail for that an hour later.
    private Optional<Path> folder(String field, String place, Set<Content> contents) {
        if (!place.startsWith(ModelSource.HUB)) {
            Path folder = Path.of(place);
            if (!Files.isDirectory(folder)) {
                problems.add(field + ": there is no folder " + folder + ", " + LAYOUT);
                return Optional.empty();
            }
            return Optional.of(folder);
        }
        try {
            return Optional.of(Models.locate(place, contents, downloads));
        } catch (HubFailed e) {
            complain(field, e);
            return Optional.empty();
        }
    }

    private void complain(String field, HubFailed e) {
        (e.temporary() ? outages : problems).add(field + ": " + e.getMessage());
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
