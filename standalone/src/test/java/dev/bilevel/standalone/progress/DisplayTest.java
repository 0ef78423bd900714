package dev.bilevel.standalone.progress;

import dev.bilevel.standalone.progress.Snapshot.Fusing;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;

class DisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aFileGetsALineForEachTrialThatIsOver() {
        try (Display display = Display.on(err, false)) {
            display.show(snapshot(0, 0), Duration.ofSeconds(1));
            display.show(snapshot(0, 3), Duration.ofSeconds(2));
            display.show(snapshot(1, 0), Duration.ofSeconds(3));
            display.show(snapshot(1, 0), Duration.ofSeconds(20));
        }

        assertThat(text().lines())
                .containsExactly(
                        "0:01 0/4 trials · trial 0 fuses: 0/10 · 0:07 left",
                        "0:03 1/4 trials · trial 1 fuses: 0/10 · 0:05 left");
    }

    @Test
    void aFileGetsALineAfterALongSilence() {
        try (Display display = Display.on(err, false)) {
            display.show(snapshot(0, 0), Duration.ofSeconds(0));
            display.show(snapshot(0, 3), Duration.ofSeconds(9));
            display.show(snapshot(0, 4), Duration.ofSeconds(10));
        }

        assertThat(text().lines()).hasSize(2).last().asString().startsWith("0:10 0/4 trials · trial 0 fuses: 4/10");
    }

    @Test
    void aTerminalGetsABar() {
        try (Display display = Display.on(err, true)) {
            display.show(snapshot(2, 0), Duration.ofSeconds(31));
        }

        assertThat(text())
                .contains("██████████░░░░░░")
                .contains("63 %")
                .contains("0:31")
                .contains("0:19 left");
    }

    private static Snapshot snapshot(int done, int fusion) {
        return new Snapshot(4, done, 0, 10, Optional.of(new Fusing(done, fusion)), OptionalDouble.empty());
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
