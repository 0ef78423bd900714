package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Checks a `tokenizer.json` against the model that its token ids will index.
final class TokenizerFile {
    static final String FILE = "tokenizer.json";

    private static final long LONGEST_FILE = 256L << 20;

    private TokenizerFile() {}

    static void check(Path folder, Architecture architecture) throws InvalidModel {
        Path file = folder.resolve(FILE);
        JsonNode tree = ModelConfig.json(file, LONGEST_FILE);
        JsonNode vocabulary = tree.path("model").path("vocab");
        if (!vocabulary.isContainerNode() || vocabulary.isEmpty()) {
            throw new InvalidModel(file + ": model.vocab is absent or empty, expected a fast tokenizer's vocabulary");
        }
        long largest = vocabulary.isArray() ? vocabulary.size() - 1 : largest(vocabulary, "");
        largest = Math.max(largest, largest(tree.path("added_tokens"), "id"));
        if (largest >= architecture.vocabulary()) {
            throw new InvalidModel(file + ": has token ids up to " + largest + ", expected below " + ModelConfig.FILE
                    + "'s vocab_size, which is " + architecture.vocabulary());
        }
    }

    /// Ids of the tokens that are found in a text before it is split into words, such as `<mask>`. Not of the one that
    /// stands for unknown words.
    static Set<Long> spelled(Path file) throws InvalidModel {
        JsonNode tree = ModelConfig.json(file, LONGEST_FILE);
        String unknown = tree.at("/model/unk_token").asText();
        Set<Long> ids = new HashSet<>();
        for (JsonNode token : tree.path("added_tokens")) {
            if (!token.path("content").asText().equals(unknown)) {
                ids.add(token.path("id").asLong());
            }
        }
        return ids;
    }

    private static long largest(JsonNode nodes, String field) {
        long largest = -1;
        for (JsonNode node : nodes) {
            largest = Math.max(largest, (field.isEmpty() ? node : node.path(field)).asLong(-1));
        }
        return largest;
    }
}
