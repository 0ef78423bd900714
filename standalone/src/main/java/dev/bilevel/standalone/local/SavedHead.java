package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.encoder.Head;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// The head that a fine-tuned model was saved with: its size from the weights, its names from `config.json`.
final class SavedHead {
    private SavedHead() {}

    /// @throws CommandFailed (wrong input) if the weights have none, or the configuration contradicts them
    static Head read(ModelOptions.Finished model) {
        int labels = labels(model.weights());
        Path file = model.folder().folder().resolve(Layout.CONFIG);
        JsonNode config = json(file);
        List<String> names = names(config.path("id2label"), labels);
        if (config.path("problem_type").asText().equals("multi_label_classification")) {
            throw CommandFailed.wrongInput("--model: " + file + ": problem_type is multi_label_classification,"
                    + " expected regression or single_label_classification");
        }
        if (!names.isEmpty() && names.size() != labels) {
            throw CommandFailed.wrongInput("--model: " + file + ": id2label names " + names.size()
                    + " labels, expected as many as the head in the weights has, " + labels);
        }
        boolean regression = labels == 1;
        return new Head(regression, names.isEmpty() ? numbered(labels) : names);
    }

    private static int labels(Path weights) {
        try (TensorSet file = TensorSet.open(weights)) {
            return Head.savedLabels(file)
                    .orElseThrow(() -> CommandFailed.wrongInput("--model: " + weights
                            + " has no classification head, expected a fine-tuned model;"
                            + " ./bilevel finetune makes one of it"));
        } catch (InvalidSafetensors e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--model: " + weights + ": cannot be read: " + Trouble.words(e));
        }
    }

    /// Empty if there are none, or some are missing.
    private static List<String> names(JsonNode byIndex, int labels) {
        if (!byIndex.isObject()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < byIndex.size(); i++) {
            names.add(byIndex.path(Integer.toString(i)).asText(""));
        }
        boolean complete = names.stream().noneMatch(String::isEmpty) && new HashSet<>(names).size() == names.size();
        return complete || names.size() != labels ? names : List.of();
    }

    private static List<String> numbered(int labels) {
        return Stream.iterate(0, i -> i < labels, i -> i + 1)
                .map(i -> "LABEL_" + i)
                .toList();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--model: " + file + ": cannot be read: " + Trouble.words(e));
        }
    }
}
