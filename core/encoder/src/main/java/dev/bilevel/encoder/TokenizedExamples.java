package dev.bilevel.encoder;

/// Examples as token ids, in their order, special tokens included, without padding.
final class TokenizedExamples {
    private final int[][] ids;
    private final int[][] types;
    private final int[] lengths;

    /// @param types segment ids like `ids`
    TokenizedExamples(int[][] ids, int[][] types) {
        this.ids = ids;
        this.types = types;
        lengths = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            lengths[i] = ids[i].length;
        }
    }

    int size() {
        return lengths.length;
    }

    long tokens() {
        long tokens = 0;
        for (int length : lengths) {
            tokens += length;
        }
        return tokens;
    }

    int length(int example) {
        return lengths[example];
    }

    int[] ids(int example) {
        return ids[example];
    }

    int[] types(int example) {
        return types[example];
    }
}
