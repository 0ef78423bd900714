package dev.bilevel.standalone.local;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder that this process alone fills, by a lock on a file in it, which goes when the folder is left.
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final Path root;
    private final FileChannel file;

    private FolderLock(Path root, FileChannel file) {
        this.root = root;
        this.file = file;
    }

    /// @param root a folder that is there
    /// @throws CommandFailed (wrong input) where another process has it
    static FolderLock take(Path root) throws IOException {
        Path path = root.resolve(NAME);
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<Object> opened = key(path);
        // Whoever had it may have deleted the file between the two, and another made one of its own.
        if (!isLocked(file) || opened.isEmpty() || !opened.equals(key(path))) {
            file.close();
            throw CommandFailed.wrongInput(
                    "--out: " + root + " is in use, expected a folder that no other process fills");
        }
        return new FolderLock(root, file);
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /// What tells a file from another of the same name.
    private static Optional<Object> key(Path path) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// The names of what else lies in the folder.
    List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> !name.equals(NAME))
                    .toList();
        }
    }

    /// Lets others have the folder. A second call does nothing.
    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            Files.deleteIfExists(root.resolve(NAME));
            file.close();
        }
    }
}
