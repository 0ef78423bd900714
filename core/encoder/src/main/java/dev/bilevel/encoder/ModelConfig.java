package dev.bilevel.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads and checks a Hugging Face `config.json`. Sizes that the file leaves out are those of transformers'
/// `RobertaConfig` and `BertConfig`.
final class ModelConfig {
    static final String FILE = "config.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_FILE = 16 << 20;
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    private final Path file;
    private final ObjectNode tree;

    private ModelConfig(Path file, ObjectNode tree) {
        this.file = file;
        this.tree = tree;
    }

    static ModelConfig read(Path folder) throws InvalidModel {
        Path file = folder.resolve(FILE);
        if (!(json(file, LONGEST_FILE) instanceof ObjectNode tree)) {
            throw new InvalidModel(file + ": is no JSON object");
        }
        return new ModelConfig(file, tree);
    }

    /// Parses a file of a model folder, or says what is wrong with it.
    static JsonNode json(Path file, long longest) throws InvalidModel {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidModel(file.getParent() + ": has no " + file.getFileName());
            }
            if (Files.size(file) > longest) {
                throw new InvalidModel(file + ": has " + Files.size(file) + " bytes, expected at most " + longest);
            }
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidModel(file + ": is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidModel(file + ": cannot be read: " + e, e);
        }
    }

    /// A copy of the whole file's content, to be changed freely.
    ObjectNode tree() {
        return tree.deepCopy();
    }

    Architecture architecture() throws InvalidModel {
        Family family = Family.named(tree.path("model_type").asText())
                .orElseThrow(() -> wrong("model_type", "roberta or bert"));
        boolean roberta = family == Family.ROBERTA;
        Activation activation = Activation.named(tree.path("hidden_act").asText("gelu"))
                .orElseThrow(() -> wrong("hidden_act", "gelu, gelu_new, gelu_pytorch_tanh or relu"));
        absent("position_embedding_type", "absolute");
        absent("is_decoder", "false");
        int vocabulary = whole("vocab_size", roberta ? 50_265 : 30_522, 2, 10_000_000);
        int hidden = whole("hidden_size", 768, 1, 65_536);
        int heads = whole("num_attention_heads", 12, 1, 65_536);
        int intermediate = whole("intermediate_size", 3072, 1, 1_000_000);
        // A BERT may have no padding of its own: masked as it is, any token will do. RoBERTa counts positions by it.
        boolean paddingIsAny = !roberta && tree.path("pad_token_id").isNull();
        int padding = paddingIsAny ? 0 : whole("pad_token_id", roberta ? 1 : 0, 0, vocabulary - 1);
        int positions = whole("max_position_embeddings", 512, 4, 1_000_000);
        if (hidden % heads != 0) {
            throw wrong("hidden_size", "a multiple of num_attention_heads, which is " + heads);
        }
        if (roberta && positions < padding + 1 + 4) {
            throw wrong("max_position_embeddings", "room for 4 tokens after pad_token_id, which is " + padding);
        }
        if (Math.max(vocabulary, Math.max(positions, intermediate)) * (long) hidden > MOST_ELEMENTS) {
            throw wrong("hidden_size", "tensors of at most " + MOST_ELEMENTS + " elements");
        }
        return new Architecture(
                family,
                vocabulary,
                hidden,
                whole("num_hidden_layers", 12, 1, 1000),
                heads,
                intermediate,
                positions,
                whole("type_vocab_size", 2, 1, 1000),
                padding,
                small("layer_norm_eps", 1e-12),
                small("initializer_range", 0.02),
                activation);
    }

    private int whole(String field, int otherwise, int least, int most) throws InvalidModel {
        JsonNode found = tree.path(field);
        if (found.isMissingNode()) {
            return otherwise;
        }
        if (!found.isIntegralNumber()
                || !found.canConvertToInt()
                || found.intValue() < least
                || found.intValue() > most) {
            throw wrong(field, "a whole number from " + least + " to " + most);
        }
        return found.intValue();
    }

    private double small(String field, double otherwise) throws InvalidModel {
        JsonNode found = tree.path(field);
        if (found.isMissingNode()) {
            return otherwise;
        }
        if (!found.isNumber() || !(found.doubleValue() > 0 && found.doubleValue() <= 1)) {
            throw wrong(field, "a number above 0, at most 1");
        }
        return found.doubleValue();
    }

    /// A feature that the encoder does not compute must be absent or off.
    private void absent(String field, String only) throws InvalidModel {
        JsonNode found = tree.path(field);
        if (!found.isMissingNode() && !found.isNull() && !found.asText().equals(only)) {
            throw wrong(field, only);
        }
    }

    private InvalidModel wrong(String field, String expected) {
        JsonNode found = tree.path(field);
        return new InvalidModel(
                file + ": " + field + " is " + (found.isMissingNode() ? "absent" : found) + ", expected " + expected);
    }
}
