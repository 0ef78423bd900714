package dev.bilevel.hub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class LockTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnotherProcessHoldsIsWaitedForUntilItEnds() throws Exception {
        Path file = folder.resolve("locks/file.lock");
        Process other = holder(file);
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            Thread waiting = Thread.ofVirtual().start(() -> take(file, events));

            assertThat(events.poll(30, TimeUnit.SECONDS))
                    .isEqualTo("another process downloads the same; waiting for it");
            assertThat(events.poll(300, TimeUnit.MILLISECONDS)).as("still held").isNull();
            // However it ends.
            other.destroyForcibly().waitFor();
            assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("taken");
            waiting.join();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aLockThatWasGivenBackCanBeTakenAgain() throws Exception {
        Path file = folder.resolve("file.lock");
        for (int i = 0; i < 3; i++) {
            try (Lock _ = Lock.take(file, Listener.NONE)) {
                assertThat(file).exists();
            }
        }
    }

    private static void take(Path file, BlockingQueue<String> events) {
        Listener listener = new Listener() {
            @Override
            public void transferred(String name, long done, long total) {
                throw new AssertionError("a lock transfers nothing");
            }

            @Override
            public void note(String line) {
                events.add(line);
            }
        };
        try (Lock _ = Lock.take(file, listener)) {
            events.add("taken");
        } catch (IOException e) {
            events.add(e.toString());
        }
    }

    private static Process holder(Path file) throws IOException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        return new ProcessBuilder(List.of(
                        java, "-cp", System.getProperty("java.class.path"), Holder.class.getName(), file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Another process, which holds a lock until it is ended.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (Lock _ = Lock.take(Path.of(arguments[0]), Listener.NONE)) {
                System.out.println("held");
                Thread.sleep(TimeUnit.MINUTES.toMillis(5));
            }
        }
    }
}
