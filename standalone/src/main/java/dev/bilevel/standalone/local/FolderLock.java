package dev.bilevel.standalone.local;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
        FolderLock lock = new FolderLock(root, file);
        if (isLocked(file) && lock.isNamed(path)) {
            return lock;
        }
        file.close();
        throw CommandFailed.wrongInput("--out: " + root + " is in use, expected a folder that no other process fills");
    }

    /// Whether the locked file still has the name. Whoever had the folder may have deleted it in between, and another
    /// process made one of its own, which says so.
    private boolean isNamed(Path path) throws IOException {
        String process = Long.toString(ProcessHandle.current().pid());
        try {
            file.truncate(0).write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            // A disk that is full keeps nothing of it.
            close();
            throw e;
        }
        try {
            return Files.readString(path).equals(process);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
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
