package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class UnbrokenTest {
    @TempDir
    Path folder;

    @Test
    void theEndOfTheProcessWaitsForWhatHasBegun() throws Exception {
        Path done = folder.resolve("done");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndsEarly.class.getName(),
                        done.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
        assertThat(done).exists();
    }

    @Test
    void afterwardsNothingIsWaitedFor() {
        assertThat(Unbroken.run(() -> "done")).isEqualTo("done");
    }

    /// A process that ends as soon as its work has begun.
    static final class EndsEarly {
        private EndsEarly() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(1);
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> Unbroken.run(() -> {
                        begun.countDown();
                        return work(Path.of(arguments[0]));
                    }));
            begun.await();
            System.exit(7);
        }

        private static Path work(Path done) {
            try {
                // Far longer than the process takes to end where nothing holds it.
                Thread.sleep(1000);
                return Files.createFile(done);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
