package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Lays out a fine-tuned model as transformers' `save_pretrained` does.
final class Export {
    private static final List<String> TOKENIZER_FILES =
            List.of("tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt", "vocab.txt");

    private final ModelFolder model;
    private final Head head;

    Export(ModelFolder model, Head head) {
        this.model = model;
        this.head = head;
    }

    void write(Path weights, Path target) throws IOException {
        Files.createDirectories(target);
        copy(weights, target.resolve(ModelFolder.WEIGHTS));
        copy(model.tokenizerFile(), target.resolve(TokenizerFile.FILE));
        for (String name : TOKENIZER_FILES) {
            Path file = model.tokenizerFolder().resolve(name);
            if (Files.isRegularFile(file)) {
                copy(file, target.resolve(name));
            }
        }
        byte[] json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(config());
        Files.write(target.resolve(ModelConfig.FILE), json);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(to) || !Files.isSameFile(from, to)) {
            try {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                // A full disk is no FileSystemException, and its message names no file.
                throw new IOException(to + " cannot be written: " + e.getMessage(), e);
            }
        }
    }

    private ObjectNode config() {
        ObjectNode config = model.config().tree();
        config.putArray("architectures").add(model.architecture().family().classifier());
        config.put("num_labels", head.labels());
        ObjectNode names = config.putObject("id2label");
        ObjectNode ids = config.putObject("label2id");
        for (int i = 0; i < head.labels(); i++) {
            names.put(Integer.toString(i), head.labelNames().get(i));
            ids.put(head.labelNames().get(i), i);
        }
        config.put("problem_type", head.regression() ? "regression" : "single_label_classification");
        // The file that goes with it is float32, whatever the pretrained one was.
        config.remove("dtype");
        config.put("torch_dtype", "float32");
        return config;
    }
}
