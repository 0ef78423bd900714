package dev.bilevel.checkpoints;

import java.nio.file.Path;

/// A file that lies complete under its final name.
///
/// @param sha256 of the whole file, 64 lower-case hex digits
/// @param bytes the file's length
public record StoredFile(Path path, String sha256, long bytes) {}
