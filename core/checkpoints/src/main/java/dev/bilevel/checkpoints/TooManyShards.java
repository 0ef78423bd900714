package dev.bilevel.checkpoints;

/// A model would become more files than an index may name.
public final class TooManyShards extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TooManyShards(long most, int files) {
        super(most + " bytes a file would make " + files + " files, expected at most " + ShardIndex.MOST_SHARDS);
    }
}
