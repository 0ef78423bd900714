package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The command as a process of its own, whose other end is a program.
@Timeout(120)
class SuggestProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void aStream() throws IOException {
        Path space = Files.writeString(folder.resolve("space.yaml"), "x: {uniform: [-1, 1]}\nk: {int: [1, 3]}\n");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bilevel.class.getName(),
                        "suggest",
                        "--space",
                        space.toString(),
                        "--stream")
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    @AfterEach
    void endIt() {
        process.destroyForcibly();
    }

    @Test
    void everyLineIsAnsweredBeforeTheNextIsWritten() throws Exception {
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        List<Integer> trials = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            JsonNode suggestion = JSON.readTree(answers.readLine());
            trials.add(suggestion.path("trial").intValue());
            double x = suggestion.at("/params/x").doubleValue();
            say("{\"trial\":" + i + ",\"value\":" + x * x + "}");
        }
        assertThat(trials).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(answers.readLine()).startsWith("{\"trial\":8,");
        say("{\"trial\":8,\"value\":NaN}");
        assertThat(answers.readLine()).startsWith("{\"error\":\"value: is NaN");

        process.getOutputStream().close();

        assertThat(answers.readLine()).isNull();
        assertEndedQuietly();
    }

    @Test
    void itEndsQuietlyWhenNobodyListensAnyLonger() throws Exception {
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        assertThat(answers.readLine()).startsWith("{\"trial\":0,");
        answers.close();

        say("{\"trial\":0,\"value\":1}");

        assertEndedQuietly();
    }

    private void say(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private void assertEndedQuietly() throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
    }
}
