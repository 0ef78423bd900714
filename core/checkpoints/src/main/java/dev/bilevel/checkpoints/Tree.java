package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;

/// Deletes a folder with all that is in it, while others may do the same or write there. Links are removed, never
/// followed.
final class Tree {
    private Tree() {}

    /// @param kept folders that stay as they are
    /// @throws IOException if a file is there and cannot be deleted
    static Freed delete(Path folder, Collection<Path> kept) throws IOException {
        Sweep sweep = new Sweep(kept);
        Files.walkFileTree(folder, sweep);
        return sweep.freed;
    }

    private static final class Sweep extends SimpleFileVisitor<Path> {
        private final Collection<Path> kept;
        private Freed freed = new Freed(0, 0);

        Sweep(Collection<Path> kept) {
            this.kept = kept;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) {
            return kept.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes found) throws IOException {
            if (Files.deleteIfExists(file)) {
                freed = freed.plus(found.size());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                // Something in it stays, or is being written.
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
