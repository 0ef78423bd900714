package dev.bilevel.checkpoints;

/// What a deletion freed.
///
/// @param files how many: of an object store its objects, otherwise files
/// @param bytes what they took
public record Freed(long files, long bytes) {
    Freed plus(long moreBytes) {
        return new Freed(files + 1, bytes + moreBytes);
    }
}
