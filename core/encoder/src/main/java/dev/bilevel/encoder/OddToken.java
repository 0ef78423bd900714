package dev.bilevel.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.bilevel.encoder.Tokenization.Row;
import dev.bilevel.glue.Example;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/// Whose is the odd token where both texts of a pair lose some, and an odd number may stay?
///
/// It is the longer one's, the second's where both are equally long. The tokenizers beneath DJL compare the texts as
/// they are; those of transformers 5 (0.23) have read each only up to the end of the word at which the limit was
/// reached, special tokens not yet counted, and compare what they have read.
///
/// Opens tokenizers of its own, once there is a pair that wants it.
final class OddToken implements AutoCloseable {
    private final ModelFolder model;
    private final int limit;
    private HuggingFaceTokenizer whole;
    private HuggingFaceTokenizer wider;
    private Set<Long> spelled;

    /// @param limit of tokens, special ones included
    OddToken(ModelFolder model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /// A pair's row as transformers has it.
    ///
    /// @param cut the pair with the limit, as DJL has it
    Row settled(Example pair, Encoding cut) throws InvalidModel, IOException {
        if (cut.getIds().length != limit || Math.abs(length(cut, 0) - length(cut, 1)) != 1) {
            return Row.of(cut);
        }
        int loser = read(pair.first()) > read(pair.second().orElseThrow()) ? 1 : 0;
        if (length(cut, loser) < length(cut, 1 - loser)) {
            return Row.of(cut);
        }
        wider = wider == null ? Tokenization.open(model, limit + 1) : wider;
        Encoding oneMore = wider.encode(pair.first(), pair.second().orElseThrow());
        int surplus = last(oneMore, loser);
        return new Row(without(oneMore.getIds(), surplus), without(oneMore.getTypeIds(), surplus));
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
        if (wider != null) {
            wider.close();
        }
    }

    /// How many tokens there are up to the end of the word that reaches the limit. A token that the text spells out,
    /// such as `<mask>`, ends nothing.
    private int read(String text) throws InvalidModel, IOException {
        whole = whole == null ? Tokenization.open(model, Integer.MAX_VALUE) : whole;
        spelled = spelled == null ? TokenizerFile.spelled(model.tokenizerFile()) : spelled;
        Encoding encoding = whole.encode(text, false, false);
        long[] word = encoding.getWordIds();
        int read = 0;
        boolean goesOn = true;
        while (read < word.length && (goesOn || read < limit)) {
            long id = encoding.getIds()[read];
            read++;
            goesOn = spelled.contains(id) || read < word.length && word[read] == word[read - 1];
        }
        return read;
    }

    /// How many tokens of a text are there.
    private static int length(Encoding encoding, int text) {
        return run(encoding, text)[1];
    }

    /// The index of a text's last token.
    private static int last(Encoding encoding, int text) {
        int[] run = run(encoding, text);
        return run[0] + run[1] - 1;
    }

    /// Where a text's tokens begin and how many there are: runs of what the post-processor did not add.
    private static int[] run(Encoding encoding, int text) {
        long[] added = encoding.getSpecialTokenMask();
        int begin = 0;
        int end = 0;
        for (int run = 0; run <= text; run++) {
            begin = end;
            while (begin < added.length && added[begin] == 1) {
                begin++;
            }
            end = begin;
            while (end < added.length && added[end] == 0) {
                end++;
            }
        }
        return new int[] {begin, end - begin};
    }

    private static long[] without(long[] values, int index) {
        long[] rest = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }
}
