package dev.bilevel.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

import static java.lang.System.Logger.Level.WARNING;

/// Whose turn it is to unpack the native libraries: DJL does so at their first use, and gets into trouble where several
/// processes do it at once.
///
/// `pytorch/.unpacked-<checksum>` says that these libraries are there. Where it is missing, processes that start
/// together wait for the one that holds the lock of `.unpacking`, though not for ever: it may hang.
final class Unpacking {
    static final String LOCK = ".unpacking";

    private static final System.Logger LOG = System.getLogger(Unpacking.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /// What tells one version of the libraries from another.
    private static final List<String> VERSIONS =
            List.of("native/lib/pytorch.properties", "native/lib/tokenizers.properties", "jnilib/pytorch.properties");

    private final Path cache;
    private final Optional<String> external;
    private final Duration patience;

    /// @param external what kind of PyTorch lies elsewhere, if one does: it is not unpacked, but some of DJL's is
    Unpacking(Path cache, Optional<String> external) {
        this(cache, external, Duration.ofMinutes(2));
    }

    /// @param patience with whoever unpacks
    Unpacking(Path cache, Optional<String> external, Duration patience) {
        this.cache = cache;
        this.external = external;
        this.patience = patience;
    }

    /// Loads the libraries, alone if that unpacks them.
    <T> T first(Supplier<T> load) throws IOException {
        Path done = cache.resolve("pytorch")
                .resolve(".unpacked-" + version()
                        + external.map(kind -> "-beside-" + kind).orElse(""));
        if (Files.exists(done)) {
            return load.get();
        }
        Files.createDirectories(done.getParent());
        try (FileChannel file =
                FileChannel.open(cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Optional<FileLock> lock = lock(file, done);
            T loaded = load.get();
            if (lock.isPresent()) {
                Files.write(done, new byte[0]);
            }
            return loaded;
        }
    }

    /// Empty where another process has unpacked, or takes too long.
    private Optional<FileLock> lock(FileChannel file, Path done) throws IOException {
        long begun = System.nanoTime();
        boolean said = false;
        while (!Files.exists(done)) {
            Optional<FileLock> lock = Optional.ofNullable(file.tryLock());
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (lock.isPresent() || waited.compareTo(patience) >= 0) {
                return lock;
            }
            if (!said && waited.compareTo(SILENCE) >= 0) {
                LOG.log(WARNING, "waiting for another process, which unpacks PyTorch to {0}", cache);
                said = true;
            }
            pause();
        }
        return Optional.empty();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process unpacks PyTorch", e);
        }
    }

    private static String version() throws IOException {
        CRC32C checksum = new CRC32C();
        for (String name : VERSIONS) {
            try (InputStream in = Unpacking.class.getClassLoader().getResourceAsStream(name)) {
                checksum.update(in == null ? new byte[] {0} : in.readAllBytes());
            }
        }
        return Long.toHexString(checksum.getValue());
    }
}
