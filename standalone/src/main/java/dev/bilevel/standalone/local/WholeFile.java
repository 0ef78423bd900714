package dev.bilevel.standalone.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that appears complete or not at all.
final class WholeFile {
    private WholeFile() {}

    static void write(Path target, byte[] content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.write(part, content);
            moveIntoPlace(part, absolute);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Syncs a file that was written, and gives it its name in one step.
    static void moveIntoPlace(Path part, Path target) throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
