package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps the local copies of an object store's artifacts within a size: the oldest go first, and none that was written
/// or asked for within [#IN_USE], since somebody may be reading it. Thread-safe.
final class Cache {
    static final Duration IN_USE = Duration.ofMinutes(30);

    private final Path root;
    private final long mostBytes;
    private final Map<Path, Instant> used = new HashMap<>();

    private record Copy(Path file, long bytes, FileTime written) {}

    Cache(Path root, long mostBytes) {
        this.root = root;
        this.mostBytes = mostBytes;
    }

    synchronized void use(Path file, Instant now) {
        used.put(file, now);
        used.values().removeIf(last -> last.isBefore(now.minus(IN_USE)));
    }

    synchronized void evict(Instant now) throws IOException {
        List<Copy> copies = copies();
        long bytes = copies.stream().mapToLong(Copy::bytes).sum();
        Instant before = now.minus(IN_USE);
        for (Copy copy : copies) {
            if (bytes <= mostBytes) {
                return;
            }
            Instant last = used.getOrDefault(copy.file(), copy.written().toInstant());
            if (last.isBefore(before) && Files.deleteIfExists(copy.file())) {
                bytes -= copy.bytes();
            }
        }
    }

    private List<Copy> copies() throws IOException {
        List<Copy> copies = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                copies.add(new Copy(file, found.size(), found.lastModifiedTime()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        copies.sort(Comparator.comparing(Copy::written).thenComparing(Copy::file));
        return copies;
    }
}
