package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.checkpoints.DType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Where a folder in Hugging Face layout keeps things.
final class Layout {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    /// Where a training puts its trajectory, inside the folder of its model.
    static final String CHECKPOINTS = "checkpoints";

    /// What a model has beside its weights and configuration, where it is there.
    private static final List<String> TOKENIZER = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "added_tokens.json");

    private Layout() {}

    /// The model's folder that a weights file belongs to: its own, or the one around `checkpoints/`.
    static Optional<Path> around(Path weights) {
        Path folder = weights.toAbsolutePath().normalize().getParent();
        Path above = folder == null ? null : folder.getParent();
        if (folder != null && Files.isRegularFile(folder.resolve(CONFIG))) {
            return Optional.of(folder);
        }
        boolean inside = above != null && folder.endsWith(CHECKPOINTS) && Files.isRegularFile(above.resolve(CONFIG));
        return inside ? Optional.of(above) : Optional.empty();
    }

    /// Copies what belongs to a model beside its weights, the configuration last and in one step.
    ///
    /// @param format of the copy's weights, where it is not that of the original's
    static void copyBesideWeights(Path from, Path to, Optional<DType> format) throws IOException {
        for (String name : TOKENIZER) {
            if (Files.isRegularFile(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        byte[] config = Files.readAllBytes(from.resolve(CONFIG));
        WholeFile.write(to.resolve(CONFIG), format.isPresent() ? withFormat(config, format.get()) : config);
    }

    /// transformers loads weights in the format that the configuration names.
    private static byte[] withFormat(byte[] config, DType format) throws IOException {
        ObjectMapper json = new ObjectMapper();
        if (!(json.readTree(config) instanceof ObjectNode tree)) {
            throw new IOException(CONFIG + " is no JSON object");
        }
        tree.remove("dtype");
        tree.put(
                "torch_dtype",
                switch (format) {
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                    default -> "float32";
                });
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    }
}
