package dev.bilevel.study.journal;

import dev.bilevel.events.JournalReader;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// Measures replay and verification of a journal file, such as one that [GeneratedJournal] wrote. CPU time is printed
/// beside wall-clock time, for machines that are shared.
final class JournalSpeed {
    private JournalSpeed() {}

    /// FILE ROUNDS: the journal, and how often each is done; the first round is cold.
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            measure("replay", () -> replay(file));
            if (arguments.length > 2) {
                measure("verify", () -> verify(file));
            }
        }
    }

    private static long replay(Path file) throws Exception {
        Story story = new Story();
        try (InputStream in = Files.newInputStream(file)) {
            return JournalReader.read(in, story::take).lines();
        }
    }

    private static long verify(Path file) throws Exception {
        try (Verification verification = new Verification();
                InputStream in = Files.newInputStream(file)) {
            long lines = JournalReader.read(in, (number, entry, _) -> verification.take(number, entry))
                    .lines();
            if (!(verification.outcome() instanceof Verification.Outcome.Verified)) {
                throw new IllegalStateException("not verified: " + verification.outcome());
            }
            return lines;
        }
    }

    private static void measure(String what, Callable<Long> work) throws Exception {
        long cpu = cpuNanos();
        long wall = System.nanoTime();
        long events = work.call();
        double seconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        System.out.printf(
                "%s: %d events in %.2f s (%.2f s of CPU): %.0f events/s, %.0f per second of CPU%n",
                what, events, seconds, cpuSeconds, events / seconds, events / cpuSeconds);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
