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
import java.util.Optional;

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
        try (InputStream file = Files.newInputStream(model.tokenizerFile());
                HuggingFaceTokenizer tokenizer = open(model, file, limit)) {
            for (int from = 0; from < examples.size(); from += CHUNK) {
                List<Example> chunk = examples.subList(from, Math.min(from + CHUNK, examples.size()));
                Encoding[] encodings = encode(tokenizer, chunk);
                for (int i = 0; i < encodings.length; i++) {
                    Row row = row(model, limit, chunk.get(i), encodings[i]);
                    ids[from + i] = narrow(row.ids());
                    types[from + i] = segments(model.architecture(), row.types());
                    check(model, ids[from + i]);
                }
            }
        }
        return new TokenizedExamples(ids, types);
    }

    /// An example's token and segment ids.
    private record Row(long[] ids, long[] types) {}

    private static Row row(ModelFolder model, int limit, Example example, Encoding encoding)
            throws InvalidModel, IOException {
        if (example.second().isPresent() && OddToken.leftToFirst(encoding, limit)) {
            // So few that tokenizers for each are no loss.
            Example second = new Example(example.second().get(), Optional.empty(), 0);
            if (OddToken.length(encode(model, limit + OddToken.ROOM, second), 0) >= limit) {
                Encoding wider = encode(model, limit + 1, example);
                int surplus = OddToken.surplus(wider);
                return new Row(
                        OddToken.without(wider.getIds(), surplus), OddToken.without(wider.getTypeIds(), surplus));
            }
        }
        return new Row(encoding.getIds(), encoding.getTypeIds());
    }

    private static Encoding encode(ModelFolder model, int limit, Example example) throws InvalidModel, IOException {
        try (InputStream file = Files.newInputStream(model.tokenizerFile());
                HuggingFaceTokenizer tokenizer = open(model, file, limit)) {
            return encode(tokenizer, List.of(example))[0];
        }
    }

    private static HuggingFaceTokenizer open(ModelFolder model, InputStream file, int limit)
            throws InvalidModel, IOException {
        Map<String, String> options = Map.of(
                "truncation",
                "longest_first",
                "padding",
                "do_not_pad",
                "maxLength",
                Integer.toString(limit),
                "modelMaxLength",
                Integer.toString(limit));
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
    private static int[] segments(Architecture architecture, long[] types) {
        return switch (architecture.family()) {
            case ROBERTA -> new int[types.length];
            case BERT -> narrow(types);
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
