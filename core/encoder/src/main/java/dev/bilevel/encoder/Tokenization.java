package dev.bilevel.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;
import dev.bilevel.glue.Example;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// Runs the model's own `tokenizer.json`, with this package's truncation (the longer text of a pair loses tokens
/// first) and no padding, whatever the file says about either.
final class Tokenization {
    /// Encodings hold more than the ids: few enough at a time to forget them soon.
    private static final int CHUNK = 2048;

    private Tokenization() {}

    /// @param maxLength tokens of an example, special tokens included; never more than the model's positions
    static TokenizedExamples of(ModelFolder model, int maxLength, List<Example> examples)
            throws InvalidModel, IOException {
        Natives.load();
        int limit = Math.min(maxLength, model.architecture().longestSequence());
        int[][] ids = new int[examples.size()][];
        int[][] types = new int[examples.size()][];
        try (HuggingFaceTokenizer tokenizer = open(model, limit);
                OddToken odd = new OddToken(model, limit)) {
            for (int from = 0; from < examples.size(); from += CHUNK) {
                List<Example> chunk = examples.subList(from, Math.min(from + CHUNK, examples.size()));
                Encoding[] encodings = encode(tokenizer, chunk);
                for (int i = 0; i < encodings.length; i++) {
                    Example example = chunk.get(i);
                    Row row = example.second().isPresent() ? odd.settled(example, encodings[i]) : Row.of(encodings[i]);
                    ids[from + i] = narrow(row.ids());
                    types[from + i] = segments(model.architecture(), row.types());
                    check(model, ids[from + i], types[from + i]);
                }
            }
        }
        return new TokenizedExamples(ids, types);
    }

    /// An example's token and segment ids.
    record Row(long[] ids, long[] types) {
        static Row of(Encoding encoding) {
            return new Row(encoding.getIds(), encoding.getTypeIds());
        }
    }

    /// @param limit of tokens, special ones included
    static HuggingFaceTokenizer open(ModelFolder model, int limit) throws InvalidModel, IOException {
        Map<String, String> options = Map.of(
                "truncation",
                "longest_first",
                "padding",
                "do_not_pad",
                "maxLength",
                Integer.toString(limit),
                "modelMaxLength",
                Integer.toString(limit));
        try (InputStream file = Files.newInputStream(model.tokenizerFile())) {
            return HuggingFaceTokenizer.newInstance(file, options);
        } catch (RuntimeException e) {
            throw new InvalidModel(model.tokenizerFile() + ": is no tokenizer: " + e.getMessage(), e);
        }
    }

    private static Encoding[] encode(HuggingFaceTokenizer tokenizer, List<Example> examples) {
        if (examples.getFirst().second().isEmpty()) {
            return tokenizer.batchEncode(examples.stream().map(Example::first).toList());
        }
        PairList<String, String> pairs = new PairList<>(examples.size());
        for (Example example : examples) {
            pairs.add(example.first(), example.second().orElse(""));
        }
        return tokenizer.batchEncode(pairs);
    }

    /// RoBERTa has no segments: transformers gives it zeros even where its table has more rows.
    private static int[] segments(Architecture architecture, long[] types) {
        return switch (architecture.family()) {
            case ROBERTA -> new int[types.length];
            case BERT -> narrow(types);
        };
    }

    private static void check(ModelFolder model, int[] ids, int[] types) throws InvalidModel {
        if (ids.length == 0) {
            throw new InvalidModel(model.tokenizerFile()
                    + ": makes no token of an example, expected at least a classification token"
                    + " (has it a post_processor?)");
        }
        Architecture architecture = model.architecture();
        requireBelow(model, "token id", ids, "vocab_size", architecture.vocabulary());
        requireBelow(model, "segment id", types, "type_vocab_size", architecture.types());
    }

    private static void requireBelow(ModelFolder model, String what, int[] found, String size, int limit)
            throws InvalidModel {
        for (int each : found) {
            if (each < 0 || each >= limit) {
                throw new InvalidModel(model.tokenizerFile() + ": makes " + what + " " + each + ", expected below "
                        + size + " " + limit);
            }
        }
    }

    private static int[] narrow(long[] longs) {
        int[] ints = new int[longs.length];
        for (int i = 0; i < longs.length; i++) {
            ints[i] = (int) longs[i];
        }
        return ints;
    }
}
