package dev.bilevel.standalone.stack;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A real process, which counts on the disk while it runs.
@Timeout(60)
class FrozenTest {
    private static final String COUNTING = "while :; do echo >>%s; done";
    private static final long FOR_A_MOMENT_MS = 300;

    @TempDir
    Path folder;

    private final Leash leash = Leash.take();
    private Path count;
    private Child child;

    @BeforeEach
    void begin() {
        count = folder.resolve("count");
        child = Child.start("counter", List.of("sh", "-c", COUNTING.formatted(count)), Map.of(), folder, leash);
        awaitProgressFrom(0);
    }

    @AfterEach
    void end() throws Exception {
        child.kill();
        leash.close();
    }

    @Test
    void aFrozenProcessStandsStillAndCountsAsAliveUntilItGoesOn() throws Exception {
        long reached;
        try (Frozen frozen = Frozen.of(child.process())) {
            assertThat(frozen.awaitStillness()).isTrue();
            reached = counted();
            Thread.sleep(FOR_A_MOMENT_MS);

            assertThat(counted()).isEqualTo(reached);
            assertThat(child.alive()).isTrue();
        }

        awaitProgressFrom(reached);
    }

    @Test
    void aFrozenProcessCanBeKilledAndIsNotAskedToGoOn() throws Exception {
        try (Frozen frozen = Frozen.of(child.process())) {
            assertThat(frozen.awaitStillness()).isTrue();
            long reached = counted();

            child.kill();

            assertThat(child.alive()).isFalse();
            assertThat(child.ending()).isEqualTo("exit status 137");
            assertThat(counted()).isEqualTo(reached);
            assertThat(frozen.awaitStillness()).isFalse();
        }
    }

    @Test
    void aProcessThatIsGoneIsNotWaitedFor() throws Exception {
        child.kill();

        try (Frozen frozen = Frozen.of(child.process())) {
            assertThat(frozen.awaitStillness()).isFalse();
        }
    }

    private void awaitProgressFrom(long reached) {
        await().until(() -> counted() > reached);
    }

    private long counted() throws Exception {
        return Files.exists(count) ? Files.size(count) : 0;
    }
}
