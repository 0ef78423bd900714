package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class UnpackingTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path cache;

    @Test
    void whatIsUnpackedIsNotWaitedForAgain() throws Exception {
        assertThat(new Unpacking(cache, Optional.empty(), LONG).first(() -> 1)).isEqualTo(1);

        try (Holder _ = new Holder()) {
            assertThat(new Unpacking(cache, Optional.empty(), LONG).first(() -> 2))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatWasUnpackedBesideAnotherPyTorchIsNotAll() throws Exception {
        var _ = new Unpacking(cache, Optional.of("cpu"), LONG).first(() -> 1);
        var _ = new Unpacking(cache, Optional.of("cu128"), LONG).first(() -> 2);
        var _ = new Unpacking(cache, Optional.empty(), LONG).first(() -> 3);

        try (Stream<Path> done = Files.list(cache.resolve("pytorch"))) {
            assertThat(done).as("each is done once").hasSize(3);
        }
    }

    @Test
    void aProcessThatUnpacksIsWaitedFor() throws Exception {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        CompletableFuture<Boolean> loadedAfter;
        try (Holder _ = new Holder()) {
            loadedAfter = CompletableFuture.supplyAsync(() -> load(over));
            Thread.sleep(300);
            assertThat(loadedAfter).isNotDone();
            over.complete(true);
        }
        assertThat(loadedAfter.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aProcessThatHangsIsNotWaitedForForEver() throws Exception {
        try (Holder _ = new Holder()) {
            assertThat(new Unpacking(cache, Optional.empty(), Duration.ofMillis(200)).first(() -> 3))
                    .isEqualTo(3);
        }
        try (Stream<Path> files = Files.list(cache.resolve("pytorch"))) {
            assertThat(files).as("the other process may be in the middle of it").isEmpty();
        }
    }

    private boolean load(CompletableFuture<Boolean> over) {
        try {
            return new Unpacking(cache, Optional.empty(), LONG).first(over::isDone);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Another process that has the lock.
    private final class Holder implements AutoCloseable {
        private final Process process;

        Holder() throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolder.class.getName(),
                            cache.resolve(Unpacking.LOCK).toString())
                    .redirectErrorStream(true)
                    .start();
            BufferedReader said = process.inputReader();
            assertThat(said.readLine()).isEqualTo("locked");
        }

        @Override
        public void close() throws Exception {
            process.destroyForcibly().waitFor();
        }
    }
}
