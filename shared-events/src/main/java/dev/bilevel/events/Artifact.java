package dev.bilevel.events;

/// A claim check: where a file lies, and what it must be. Tensors never travel in events.
///
/// @param uri `file:` (later `s3:`); a reader resolves it inside its own store and refuses anything outside
/// @param sha256 of the whole file, 64 lower-case hex digits
/// @param bytes the file's length
public record Artifact(String uri, String sha256, long bytes) {
    public Artifact {
        Check.uri("uri", uri);
        Check.sha256("sha256", sha256);
        Check.atLeast("bytes", bytes, 1);
    }
}
