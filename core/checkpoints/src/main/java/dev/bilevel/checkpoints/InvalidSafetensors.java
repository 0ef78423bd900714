package dev.bilevel.checkpoints;

import java.nio.file.Path;

/// A file that is no safetensors file, or lies about itself. The message names the file, the tensor where there is
/// one, what was found and what was expected.
public final class InvalidSafetensors extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSafetensors(Path file, String problem) {
        super(file + ": " + problem);
    }

    InvalidSafetensors(Path file, String tensor, String problem) {
        super(file + ": tensor " + Names.shown(tensor) + ": " + problem);
    }
}
