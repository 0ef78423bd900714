package dev.bilevel.standalone.progress;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadsTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);

    @Test
    void aLargeFileIsALineAndASmallOneNone() {
        try (Downloads downloads = Downloads.on(err, false)) {
            downloads.transferred("config.json", 600, 600);
            for (long done = 0; done <= 500_000_000; done += 50_000_000) {
                downloads.transferred("model.safetensors", done, 500_000_000);
            }
            downloads.transferred("train.zip", 2_000_000, 2_000_000);
        }
        assertThat(lines())
                .containsExactly("downloading model.safetensors: 0 of 500 MB", "downloading train.zip: 2 of 2 MB");
    }

    @Test
    void aFileThatGoesOnSaysHowMuchWasHere() {
        try (Downloads downloads = Downloads.on(err, false)) {
            downloads.transferred("model.safetensors", 300_000_000, 500_000_000);
        }
        assertThat(lines()).containsExactly("downloading model.safetensors: 300 of 500 MB");
    }

    @Test
    void aNoteIsALineOfItsOwnOnATerminalToo() {
        try (Downloads downloads = Downloads.on(err, true)) {
            downloads.transferred("model.safetensors", 300_000_000, 500_000_000);
            downloads.note("the hub answered 503; trying again");
            downloads.transferred("model.safetensors", 500_000_000, 500_000_000);
        }
        assertThat(lines()).anyMatch(line -> line.endsWith("bilevel: the hub answered 503; trying again"));
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("model.safetensors");
    }

    private List<String> lines() {
        return errors.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
