package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ChildTest {
    @TempDir
    Path logs;

    private final Leash leash = Leash.take();

    @AfterEach
    void release() {
        leash.close();
    }

    @Test
    void aProcessThatDiesIsNamedWithTheEndOfItsLog() {
        Child child = start("for i in $(seq 1 40); do echo line $i $WORD; done; exit 7");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThatThrownBy(child::requireAlive)
                        .isInstanceOf(CommandFailed.class)
                        .hasMessageStartingWith("trainer: ended unexpectedly with exit status 7; its log: "
                                + logs.resolve("trainer.log"))
                        .hasMessageContaining("  line 26 spoken\n")
                        .hasMessageEndingWith("  line 40 spoken")
                        .hasMessageNotContaining("line 25"));
    }

    @Test
    void aProcessThatIgnoresATerminationIsEndedByForce() throws InterruptedException {
        Child child = start("trap '' TERM; echo deaf; while :; do sleep 0.1; done");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> logs.resolve("trainer.log").toFile().length() > 0);
        assertThatCode(child::requireAlive).doesNotThrowAnyException();

        child.terminate();
        child.end(System.nanoTime() + Duration.ofMillis(300).toNanos());

        assertThatThrownBy(child::requireAlive).hasMessageContaining("exit status 137");
    }

    private Child start(String script) {
        return Child.start("trainer", List.of("sh", "-c", script), Map.of("WORD", "spoken"), logs, leash);
    }
}
