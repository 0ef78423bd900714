package dev.bilevel.checkpoints;

import java.nio.file.Path;

/// Checkpoints that cannot be averaged: a tensor is missing from one, or differs in shape, dtype, or, where it is
/// not floating, in content. The message names the file, the tensor, and both sides.
public final class CheckpointsDisagree extends Exception {
    private static final long serialVersionUID = 1L;

    CheckpointsDisagree(Path file, String tensor, String problem) {
        super(file + ": tensor " + Names.shown(tensor) + ": " + problem);
    }
}
