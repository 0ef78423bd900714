package dev.bilevel.standalone.progress;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Reading reading(Duration quiet) {
        PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Reading(new ByteArrayInputStream(new byte[400]), "verifying", 400, err, false, quiet);
    }

    @Test
    void whereItTakesLongALineSaysHowFarItIs() throws IOException {
        try (Reading file = reading(Duration.ZERO)) {
            assertThat(file.readNBytes(100)).hasSize(100);
            assertThat(file.read()).isZero();
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .startsWith("0:00 verifying: 25 %")
                .contains("left");
    }

    @Test
    void whereItDoesNotNothingIsSaid() throws IOException {
        try (Reading file = reading(Duration.ofHours(1))) {
            assertThat(file.readAllBytes()).hasSize(400);
        }

        assertThat(shown.size()).isZero();
    }
}
