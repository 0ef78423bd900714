package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Compares files with their claim checks, and remembers what it hashed: a file that has not been touched since is not
/// read again. Thread-safe.
final class Verification {
    private static final int MOST_REMEMBERED = 10_000;

    private final SequencedMap<Path, Hashed> remembered = new LinkedHashMap<>();

    /// What a file was when its hash was computed: a file with another of these must be hashed again.
    private record Hashed(String sha256, long bytes, FileTime modified, Object fileKey) {}

    /// Returns if the file is what its claim check says.
    ///
    /// @param uri what to call it in a message
    /// @throws CorruptArtifact if it is missing, no ordinary file, or has another length or hash
    void require(String uri, Path file, String sha256, long bytes) throws CorruptArtifact, IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            throw new CorruptArtifact(uri, "is missing, expected a file of " + bytes + " bytes");
        }
        if (!found.isRegularFile()) {
            throw new CorruptArtifact(uri, "is no ordinary file");
        }
        if (found.size() != bytes) {
            throw new CorruptArtifact(uri, "has " + found.size() + " bytes, expected " + bytes);
        }
        Hashed now = new Hashed(sha256, bytes, found.lastModifiedTime(), found.fileKey());
        if (now.equals(remembered(file))) {
            return;
        }
        String hash = ContentHash.of(file);
        if (!hash.equals(sha256)) {
            throw new CorruptArtifact(uri, "has SHA-256 " + hash + ", expected " + sha256);
        }
        remember(file, now);
    }

    private Hashed remembered(Path file) {
        synchronized (remembered) {
            return remembered.get(file);
        }
    }

    private void remember(Path file, Hashed now) {
        synchronized (remembered) {
            remembered.put(file, now);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.pollFirstEntry();
            }
        }
    }
}
