package dev.bilevel.checkpoints;

/// An artifact that is missing, or is not the file that its claim check describes. The message names the URI, what
/// was found and what was expected.
public final class CorruptArtifact extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptArtifact(String uri, String problem) {
        super("artifact " + Names.shown(uri) + ": " + problem);
    }
}
