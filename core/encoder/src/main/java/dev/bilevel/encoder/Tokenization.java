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
        Map<String, String> options = Map.of(
                "truncation",
                "longest_first",
                "padding",
                "do_not_pad",
                "maxLength",
                Integer.toString(limit),
                "modelMaxLength",
                Integer.toString(limit));
        int[][] ids = new int[examples.size()][];
        int[][] types = new int[examples.size()][];
        try (InputStream file = Files.newInputStream(model.tokenizerFile());
                HuggingFaceTokenizer tokenizer = open(model, file, options)) {
            for (int from = 0; from < examples.size(); from += CHUNK) {
                List<Example> chunk = examples.subList(from, Math.min(from + CHUNK, examples.size()));
                Encoding[] encodings = encode(tokenizer, chunk);
                for (int i = 0; i < encodings.length; i++) {
                    ids[from + i] = narrow(encodings[i].getIds());
                    types[from + i] = segments(model.architecture(), encodings[i]);
                    check(model, ids[from + i]);
                }
            }
        }
        return new TokenizedExamples(ids, types);
    }

    private static HuggingFaceTokenizer open(ModelFolder model, InputStream file, Map<String, String> options)
            throws InvalidModel, IOException {
        try {
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
    private static int[] segments(Architecture architecture, Encoding encoding) {
        return switch (architecture.family()) {
            case ROBERTA -> new int[encoding.getIds().length];
            case BERT -> narrow(encoding.getTypeIds());
        };
    }

    private static void check(ModelFolder model, int[] ids) throws InvalidModel {
        if (ids.length == 0) {
            throw new InvalidModel(model.tokenizerFile()
                    + ": makes no token of an example, expected at least a classification token"
                    + " (has it a post_processor?)");
        }
        for (int id : ids) {
            if (id < 0 || id >= model.architecture().vocabulary()) {
                throw new InvalidModel(model.tokenizerFile() + ": makes token id " + id + ", expected below vocab_size "
                        + model.architecture().vocabulary());
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
