package dev.bilevel.standalone.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

/// Files that get a name in a folder, or anywhere below it, from now on: fresh ones, and those that are moved into
/// place. The kernel says so at once, and nothing is read meanwhile. Used by one thread.
final class Appearing implements AutoCloseable {
    private final WatchService watcher;
    private final Deque<Path> found = new ArrayDeque<>();

    /// @throws UncheckedIOException if the folder cannot be watched
    Appearing(Path folder) {
        try {
            watcher = folder.getFileSystem().newWatchService();
            watch(folder);
            found.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be watched: " + e.getMessage(), e);
        }
    }

    /// The next one; empty if none appears in time. One in a folder that is new may come twice.
    Optional<Path> next(Duration patience) throws InterruptedException {
        if (found.isEmpty()) {
            WatchKey key = watcher.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (key != null) {
                take(key);
            }
        }
        return Optional.ofNullable(found.poll());
    }

    @Override
    public void close() {
        try {
            watcher.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(WatchKey key) {
        Path folder = (Path) key.watchable();
        for (WatchEvent<?> event : key.pollEvents()) {
            // Without a name it says that some were missed. There will be others.
            if (event.context() instanceof Path name) {
                see(folder.resolve(name));
            }
        }
        key.reset();
    }

    private void see(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            found.add(path);
            return;
        }
        try {
            watch(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be watched: " + e.getMessage(), e);
        }
    }

    /// What was put into a new folder before it was watched is found by looking.
    private void watch(Path folder) throws IOException {
        try {
            folder.register(watcher, ENTRY_CREATE);
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                inside.forEach(this::see);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // Deleted meanwhile: a trial's losers are.
        }
    }
}
