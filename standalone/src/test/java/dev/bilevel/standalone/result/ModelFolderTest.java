package dev.bilevel.standalone.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ModelFolderTest {
    @TempDir
    Path folder;

    @Test
    void theFolderHasWeightsTokenizerAndAConfigurationWithTheTasksHead() throws IOException {
        JsonNode config = write(Task.SST2, "{\"model_type\": \"roberta\", \"hidden_size\": 64}");

        assertThat(config).isEqualTo(new ObjectMapper().readTree("""
                {"model_type": "roberta", "hidden_size": 64, "architectures": ["RobertaForSequenceClassification"],
                 "finetuning_task": "SST-2", "num_labels": 2, "problem_type": "single_label_classification",
                 "id2label": {"0": "negative", "1": "positive"}, "label2id": {"negative": 0, "positive": 1}}"""));
        assertThat(folder.resolve("out/model.safetensors")).hasContent("weights");
        assertThat(folder.resolve("out/tokenizer.json")).hasContent("{\"t\": 1}");
        assertThat(folder.resolve("out/vocab.json")).hasContent("{}");
        assertThat(folder.resolve("out/merges.txt")).doesNotExist();
    }

    @Test
    void aRegressionHasOneLabel() throws IOException {
        JsonNode config = write(Task.STSB, "{\"model_type\": \"bert\"}");

        assertThat(config.path("num_labels").intValue()).isEqualTo(1);
        assertThat(config.path("problem_type").asText()).isEqualTo("regression");
        assertThat(config.path("architectures").path(0).asText()).isEqualTo("BertForSequenceClassification");
    }

    private JsonNode write(Task task, String config) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(model.resolve("config.json"), config);
        Files.writeString(tokenizer.resolve("tokenizer.json"), "{\"t\": 1}");
        Files.writeString(tokenizer.resolve("vocab.json"), "{}");
        Path weights = Files.writeString(folder.resolve("fused.safetensors"), "weights");
        ModelFolder.write(
                folder.resolve("out"),
                weights,
                new ModelSource(model.toString(), tokenizer.toString(), ModelSource.Weights.RANDOM),
                task);
        return new ObjectMapper().readTree(folder.resolve("out/config.json").toFile());
    }
}
