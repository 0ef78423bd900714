package dev.bilevel.standalone.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;
import dev.bilevel.hub.Content;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Listener;
import dev.bilevel.hub.Models;
import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;

/// The winner in Hugging Face layout, as `AutoModelForSequenceClassification.from_pretrained` reads it.
public final class ModelFolder {
    /// What belongs to a tokenizer beside `tokenizer.json`; copied where it is there.
    private static final List<String> TOKENIZER_FILES = List.of(
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "added_tokens.json");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ModelFolder() {}

    /// Writes `config.json`, `model.safetensors` and `tokenizer.json` (with the tokenizer's other files) into `target`.
    ///
    /// @param weights the model's safetensors file, already verified
    /// @param source where the study's configuration and tokenizer come from
    /// @throws CommandFailed where the hub's copy of them is no longer here, and cannot be had
    public static void write(Path target, Path weights, ModelSource source, Task task) throws IOException {
        Files.createDirectories(target);
        Files.copy(weights, target.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        JSON.writeValue(
                target.resolve("config.json").toFile(),
                config(
                        (ObjectNode) JSON.readTree(place(source.path(), Content.CONFIG)
                                .resolve("config.json")
                                .toFile()),
                        task));
        Path tokenizer = place(source.tokenizer(), Content.TOKENIZER);
        copy(tokenizer, "tokenizer.json", target);
        for (String name : TOKENIZER_FILES) {
            if (Files.isRegularFile(tokenizer.resolve(name))) {
                copy(tokenizer, name, target);
            }
        }
    }

    private static Path place(String place, Content content) {
        try {
            return place.startsWith(ModelSource.HUB)
                    ? Models.locate(place, EnumSet.of(content), Listener.NONE)
                    : Path.of(place);
        } catch (HubFailed e) {
            throw CommandFailed.because(e, e.getMessage());
        }
    }

    /// The encoder's configuration with the task's head.
    static ObjectNode config(ObjectNode encoder, Task task) {
        ObjectNode config = encoder.deepCopy();
        String architecture = encoder.path("model_type").asText().equals("bert") ? "Bert" : "Roberta";
        config.putArray("architectures").add(architecture + "ForSequenceClassification");
        config.put("finetuning_task", task.officialName());
        config.put("num_labels", task.labels());
        config.put("problem_type", task.regression() ? "regression" : "single_label_classification");
        ObjectNode names = config.putObject("id2label");
        ObjectNode indices = config.putObject("label2id");
        for (int i = 0; i < task.labels(); i++) {
            names.put(Integer.toString(i), task.labelNames().get(i));
            indices.put(task.labelNames().get(i), i);
        }
        return config;
    }

    private static void copy(Path folder, String name, Path target) throws IOException {
        Files.copy(folder.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
