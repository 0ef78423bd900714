package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A file under a temporary name beside its final one, `.<name>.<uuid>.part`, and locked while it grows.
/// [#commit()] makes it durable and moves it into place in one step; closed without that, nothing remains.
///
/// A process that is killed leaves its part behind. Whoever begins another file in that folder later removes it, if
/// nobody has written to it for [#ABANDONED] and nobody holds its lock: the age is for file systems on which locks
/// mean nothing, the lock is for writers that wait.
final class PartFile implements AutoCloseable {
    static final Duration ABANDONED = Duration.ofMinutes(15);
    private static final String SUFFIX = ".part";

    private final Path target;
    private final Path part;
    private final FileChannel channel;

    PartFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path folder = this.target.getParent();
        if (folder == null) {
            throw new IOException(target + " cannot be written: it is no file name");
        }
        Files.createDirectories(folder);
        sweep(folder, Instant.now().minus(ABANDONED));
        part = folder.resolve("." + this.target.getFileName() + "." + UUID.randomUUID() + SUFFIX);
        channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock(channel);
    }

    Path target() {
        return target;
    }

    /// The temporary file.
    Path path() {
        return part;
    }

    /// Appends what remains in the buffer.
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Waits until what was written so far is on the disk; another thread may go on writing.
    void sync() throws IOException {
        channel.force(false);
    }

    void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(target.getParent());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }

    /// Removes what killed processes left in a folder.
    ///
    /// @param before parts that were written to since then stay
    static void sweep(Path folder, Instant before) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + SUFFIX)) {
            for (Path part : parts) {
                try {
                    if (Files.getLastModifiedTime(part).toInstant().isBefore(before) && abandoned(part)) {
                        Files.deleteIfExists(part);
                    }
                } catch (IOException _) {
                    // Gone meanwhile, or not ours to remove: no reason not to write another file.
                }
            }
        }
    }

    private static boolean abandoned(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            return lock(channel);
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException _) {
            // A file system without locks: the age must do.
            return true;
        }
    }

    /// Makes the new name survive a power cut too, where the system can open a folder.
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Some file systems have no such thing; the file itself is synced.
        }
    }
}
