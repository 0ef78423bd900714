package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Listener;
import dev.bilevel.hub.ModelId;
import dev.bilevel.hub.Models;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.StudySpec;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Models of the Hugging Face hub in a spec: `FacebookAI/roberta-base` becomes
/// `hf://FacebookAI/roberta-base@<commit>` before it is submitted, so that the study's journal tells what it
/// started from, and every worker starts from the same.
final class HubModels {
    private static final List<String> FIELDS = List.of("path", "tokenizer");
    /// Stands in for a commit that is not looked up yet.
    private static final String ANY_COMMIT = "0".repeat(40);

    private HubModels() {}

    /// Knows the commit that a model's revision stands for.
    interface Commits {
        ModelId pinned(ModelId id) throws HubFailed;

        /// Asks the hub.
        static ModelId now(ModelId id) throws HubFailed {
            return Models.ofEnvironment().pinned(id, Notes.ON_STANDARD_ERROR);
        }
    }

    /// The same tree, where what is a model's id and no folder is its address.
    ///
    /// @param base the folder that relative paths start from
    static ObjectNode marked(Path base, ObjectNode tree) {
        ObjectNode marked = tree.deepCopy();
        if (marked.path("model").isTextual()) {
            address(base, marked.get("model")).ifPresent(address -> marked.put("model", address));
        }
        if (marked.get("model") instanceof ObjectNode model) {
            for (String field : FIELDS) {
                address(base, model.path(field)).ifPresent(address -> model.put(field, address));
            }
        }
        return marked;
    }

    private static Optional<String> address(Path base, JsonNode place) {
        return place.isTextual() && !isFolder(base, place.textValue())
                ? ModelId.parse(place.textValue()).map(ModelId::address)
                : Optional.empty();
    }

    private static boolean isFolder(Path base, String text) {
        try {
            return Files.isDirectory(base.toAbsolutePath().resolve(text));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// The spec, with a commit in each address. The hub is asked last: what else is wrong is said without it.
    ///
    /// @param file where the tree comes from, for messages
    /// @throws dev.bilevel.study.InvalidSpec with every problem found
    /// @throws CommandFailed where the hub has no such model, or cannot be asked
    static StudySpec pinned(Path file, ObjectNode tree, Commits commits) {
        StudySpec checked = StudySpec.fromJson(withCommits(file, tree, id -> new ModelId(id.name(), ANY_COMMIT)));
        ObjectNode pinned = withCommits(file, tree, commits);
        return pinned.equals(tree) ? checked : StudySpec.fromJson(pinned);
    }

    private static ObjectNode withCommits(Path file, ObjectNode tree, Commits commits) {
        ObjectNode pinned = tree.deepCopy();
        if (pinned.get("model") instanceof ObjectNode model) {
            for (String field : FIELDS) {
                unpinned(model.path(field))
                        .ifPresent(id -> model.put(
                                field, pinned(file, field, id, commits).address()));
            }
        }
        return pinned;
    }

    private static Optional<ModelId> unpinned(JsonNode place) {
        return place.asText().startsWith(ModelId.SCHEME)
                ? ModelId.parse(place.textValue()).filter(id -> !id.pinned())
                : Optional.empty();
    }

    private static ModelId pinned(Path file, String field, ModelId id, Commits commits) {
        try {
            return commits.pinned(id);
        } catch (HubFailed e) {
            String line = file + ": model." + field + ": " + e.getMessage() + "; and there is no such folder";
            throw e.temporary() ? CommandFailed.because(e, line) : CommandFailed.wrongInput(line);
        }
    }

    /// What a person should know of a look-up, which takes a second.
    private enum Notes implements Listener {
        ON_STANDARD_ERROR;

        @Override
        public void transferred(String file, long done, long total) {
            // Nothing is downloaded yet.
        }

        @Override
        public void note(String line) {
            System.err.println("bilevel: " + line);
        }
    }
}
