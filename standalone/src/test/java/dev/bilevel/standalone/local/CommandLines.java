package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.standalone.Bilevel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs commands in this process, with a micro RoBERTa and a handful of sentences.
final class CommandLines {
    private static final Path ROOT = Path.of(System.getProperty("bilevel.root"));
    static final Path MICRO = ROOT.resolve("examples/models/roberta-micro");
    /// 1,600 sentences to train on, 400 to measure on.
    static final Path DATA = ROOT.resolve("examples/data");

    private CommandLines() {}

    /// What a command said and how it ended.
    record Ended(int status, String out, List<String> errors) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    static Ended run(Object... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        StringWriter output = new StringWriter();
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        int status =
                Bilevel.commandLine(err).setOut(new PrintWriter(output, true)).execute(texts.toArray(String[]::new));
        return new Ended(
                status,
                output.toString(),
                errors.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /// Starts a command in a process of its own.
    ///
    /// @param log gets all that it prints
    static Process start(Path log, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Bilevel.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /// A short training of the micro model from random weights, quick and without warm-up.
    static Ended finetune(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "finetune",
                "--model",
                MICRO,
                "--random-weights",
                "--out",
                out,
                "--set",
                "epochs=1",
                "--learning-rate",
                "2e-3",
                "--max-length",
                64,
                "--precision",
                "fp32",
                "--threads",
                1,
                "--json"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray());
    }

    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
