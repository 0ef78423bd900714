package dev.bilevel.standalone.local;

import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.standalone.local.CommandLines.Ended;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A training that was ended by force goes on as if nothing had happened.
class ResumeTest {
    @TempDir
    static Path folder;

    private static Path undisturbed;

    @BeforeAll
    static void aTrainingThatNobodyDisturbs() {
        undisturbed = folder.resolve("undisturbed");
        assertThat(CommandLines.run(arguments(undisturbed).toArray()).status()).isZero();
    }

    @Test
    void aTrainingThatWasKilledEndsInTheSameBits() throws Exception {
        Path out = folder.resolve("killed");
        Process process = start(out);
        awaitState(out, process);
        process.destroyForcibly().waitFor();

        assertThat(out.resolve("result.json")).doesNotExist();
        assertThat(out.resolve("config.json")).doesNotExist();
        Ended resumed = resume(out);

        assertThat(resumed.errors()).isEmpty();
        assertSame(out, resumed);
    }

    @Test
    void aTrainingThatWasAskedToEndKeepsItsStateSaysSoAndEndsInTheSameBits() throws Exception {
        Path out = folder.resolve("asked");
        Process process = start(out);
        awaitState(out, process);
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(folder.resolve("asked.log")))
                .containsPattern("bilevel: interrupted before step \\d+; the same command with --resume goes on");
        assertThat(out.resolve(".lock")).doesNotExist();
        // As a process leaves it that is killed, or finds the disk full, while it writes the model.
        Files.writeString(Files.createDirectory(out.resolve(".model.part")).resolve("config.json"), "{");
        assertSame(out, resume(out));
    }

    @Test
    void aTrainingThatWasKilledBeforeItsFirstStateBeginsAnew() throws Exception {
        Path out = folder.resolve("early");
        Process process = start(out);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(out.resolve("training.json")));
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(out.resolve("state.safetensors"));

        assertSame(out, resume(out));
    }

    private static void assertSame(Path out, Ended ended) throws IOException {
        assertThat(ended.status()).isZero();
        assertThat(out.resolve("state.safetensors")).doesNotExist();
        for (String file : List.of("model.safetensors", "config.json", "training.json")) {
            assertThat(ContentHash.of(out.resolve(file))).as(file).isEqualTo(ContentHash.of(undisturbed.resolve(file)));
        }
        assertThat(hashes(out.resolve("checkpoints"))).isEqualTo(hashes(undisturbed.resolve("checkpoints")));
        assertThat(ended.json().path("checkpoints")).hasSize(5);
        assertThat(ended.json().path("checkpoints").get(0).path("step").intValue())
                .isEqualTo(120);
    }

    private static List<String> hashes(Path checkpoints) throws IOException {
        List<String> hashes = new ArrayList<>();
        try (Stream<Path> files = Files.list(checkpoints)) {
            for (Path file : files.sorted().toList()) {
                hashes.add(file.getFileName() + " " + ContentHash.of(file));
            }
        }
        return hashes;
    }

    private static List<Object> arguments(Path out) {
        return List.of(
                "finetune",
                "--model",
                CommandLines.MICRO,
                "--random-weights",
                "--task",
                "SST-2",
                "--data",
                CommandLines.DATA,
                "--out",
                out,
                "--epochs",
                2,
                "--learning-rate",
                "2e-3",
                "--max-length",
                64,
                "--precision",
                "fp32",
                "--threads",
                1,
                "--save-every",
                0,
                "--json");
    }

    private static Ended resume(Path out) {
        return CommandLines.run(
                Stream.concat(arguments(out).stream(), Stream.of("--resume")).toArray());
    }

    private static Process start(Path out) throws IOException {
        return CommandLines.start(
                folder.resolve(out.getFileName() + ".log"), arguments(out).toArray());
    }

    /// In the middle: the first checkpoint is there, and the state after it.
    private static void awaitState(Path out, Process process) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            assertThat(process.isAlive()).isTrue();
            return Files.exists(out.resolve("state.safetensors"))
                    && Files.exists(out.resolve("checkpoints/step-120.safetensors"));
        });
    }
}
