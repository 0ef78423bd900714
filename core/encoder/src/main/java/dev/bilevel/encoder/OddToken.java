package dev.bilevel.encoder;

import ai.djl.huggingface.tokenizers.Encoding;

import java.util.Arrays;

/// The odd token of a pair of texts that are each longer than the limit: transformers 5 (tokenizers 0.23) cuts each to
/// the limit before it compares them, so that they are equally long and the second gets the odd token. The tokenizers
/// beneath DJL give it to the one that was longer.
final class OddToken {
    /// More than any tokenizer adds to a single text.
    static final int ROOM = 8;

    private OddToken() {}

    /// Whether the first text has one token more than the second at the very limit.
    static boolean leftToFirst(Encoding cut, int limit) {
        return cut.getIds().length == limit && length(cut, 0) == length(cut, 1) + 1;
    }

    /// The index of the first text's last token, in an encoding with room for one token more.
    ///
    /// @param wider the same pair
    static int surplus(Encoding wider) {
        long[] added = wider.getSpecialTokenMask();
        int begin = 0;
        while (added[begin] == 1) {
            begin++;
        }
        return begin + length(wider, 0) - 1;
    }

    /// Without the element at an index.
    static long[] without(long[] values, int index) {
        long[] rest = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }

    /// How many tokens of a text are there: runs of what the post-processor did not add.
    static int length(Encoding encoding, int text) {
        long[] added = encoding.getSpecialTokenMask();
        int at = 0;
        int length = 0;
        for (int run = 0; run <= text; run++) {
            while (at < added.length && added[at] == 1) {
                at++;
            }
            length = 0;
            while (at < added.length && added[at] == 0) {
                at++;
                length++;
            }
        }
        return length;
    }
}
