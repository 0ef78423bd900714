package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.stack.Frozen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A real process that saves checkpoints one after another, as a trainer does.
@Timeout(60)
class AmbushTest {
    /// Arguments: the folder, and how many seconds a checkpoint takes after its first bytes.
    private static final String SAVING = """
            n=0
            while :; do
              part=$1/.checkpoint-$n.safetensors.0-$n.part
              echo half >$part; sleep $2; echo whole >>$part
              mv $part $1/checkpoint-$n.safetensors
              n=$((n + 1)); sleep 0.02
            done
            """;

    @TempDir
    Path store;

    private Path folder;
    private Process trainer;

    @AfterEach
    void end() {
        trainer.destroyForcibly();
    }

    @Test
    void aDeathComesWhileACheckpointIsHalfWritten() throws Exception {
        begin("0.05");
        try (Ambush ambush = ambush()) {
            Optional<String> seen = ambush.lie(() -> false, this::kill);

            assertThat(seen.orElseThrow()).matches("1 kB of t3's checkpoint-\\d+");
        }
        assertThat(trainer.isAlive()).isFalse();
        assertThat(parts()).hasSize(1);
        assertThat(Files.readString(parts().getFirst())).isEqualTo("half\n");
    }

    @Test
    void nobodyDiesOfAMomentThatIsOver() throws Exception {
        begin("0.05");
        AtomicInteger signs = new AtomicInteger();
        try (Saving moment = new Saving(store)) {
            Ambush ambush = new Ambush(moment, () -> {
                // Too late, each time.
                if (signs.getAndIncrement() > 0) {
                    await().until(() -> moment.look().isEmpty());
                }
                return Frozen.of(trainer.toHandle());
            });

            assertThat(ambush.lie(() -> signs.get() > 4, this::kill)).isEmpty();
        }
        assertThat(trainer.isAlive()).isTrue();
        int saved = saved();
        await().until(() -> saved() > saved);
    }

    @Test
    void whoeverIsLateWaitsNoLonger() throws Exception {
        begin("30");
        try (Ambush ambush = ambush()) {
            AtomicInteger asked = new AtomicInteger();

            assertThat(ambush.lie(() -> asked.incrementAndGet() > 10, this::kill))
                    .isEmpty();
        }
        assertThat(trainer.isAlive()).isTrue();
    }

    /// Returns when the first checkpoint has begun: that one is nobody's sign.
    private void begin(String seconds) throws IOException {
        folder = Files.createDirectories(store.resolve("studies/s1/t3/checkpoints/0a"));
        trainer = new ProcessBuilder("sh", "-c", SAVING, "sh", folder.toString(), seconds).start();
        await().until(() -> !parts().isEmpty());
    }

    private Ambush ambush() {
        return new Ambush(new Saving(store), () -> Frozen.of(trainer.toHandle()));
    }

    private void kill() throws InterruptedException {
        trainer.destroyForcibly().waitFor();
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private int saved() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".safetensors"))
                    .count();
        }
    }
}
