package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.standalone.local.CommandLines.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Tasks that are a file of one's own.
class OwnFilesTest {
    @TempDir
    Path folder;

    @Test
    void aFileOfOnesOwnIsATask() throws Exception {
        StringBuilder rows = new StringBuilder("verdict\tid\treview\n");
        List<String> official = Files.readAllLines(CommandLines.DATA.resolve("SST-2/train.tsv"));
        for (String line : official.subList(1, 1201)) {
            String[] fields = line.split("\t", -1);
            rows.append(fields[1].equals("1") ? "liked" : "hated")
                    .append("\t7\t")
                    .append(fields[0])
                    .append('\n');
        }
        Path file = CommandLines.write(folder.resolve("reviews.tsv"), rows.toString());
        Path out = folder.resolve("own");

        Ended ended = CommandLines.finetune(
                out, "--task-file", file, "--text", "review", "--label", "verdict", "--snapshots", 1);
        Ended measured = CommandLines.run(
                "evaluate",
                "--model",
                out,
                "--task-file",
                file,
                "--text",
                "review",
                "--label",
                "verdict",
                "--max-length",
                64,
                "--json");

        assertThat(ended.json().path("task").textValue()).isEqualTo("reviews");
        assertThat(ended.json().path("evaluationExamples").intValue()).isEqualTo(120);
        assertThat(measured.json().path("examples").intValue()).isEqualTo(1200);
        assertThat(measured.json().at("/metrics/accuracy").doubleValue()).isGreaterThan(0.7);
        JsonNode config = new ObjectMapper().readTree(out.resolve("config.json").toFile());
        assertThat(config.at("/id2label/0").textValue()).isEqualTo("hated");
    }

    @Test
    void scoresOfOnesOwnAreARegression() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            rows.append(i % 2 == 0 ? "warm and wise" : "dull").append(i % 2 == 0 ? "\t-1.5\n" : "\t0.5\n");
        }
        Path file = CommandLines.write(folder.resolve("scores.tsv"), rows.toString());
        Path predictions = folder.resolve("scores-predicted.tsv");
        Path out = folder.resolve("regression");

        Ended ended = CommandLines.finetune(
                out, "--task-file", file, "--dev-file", file, "--snapshots", 1, "--set", "epochs=10", "--dropout", 0);
        CommandLines.run(
                "evaluate",
                "--model",
                out,
                "--task-file",
                file,
                "--max-length",
                64,
                "--precision",
                "fp32",
                "--predictions",
                predictions);

        assertThat(ended.json().at("/metrics/pearson").doubleValue()).isGreaterThan(0.9);
        String[] first = Files.readAllLines(predictions).get(1).split("\t", -1);
        assertThat(first[1]).isEqualTo(first[2]);
        assertThat(Double.parseDouble(first[1])).isCloseTo(-1.5, within(1.0));
    }

    @Test
    void aFewLinesAreATaskToo() throws Exception {
        Path file = CommandLines.write(folder.resolve("few.tsv"), "good\tyes\nbad\tno\n".repeat(10) + "\n");
        Path out = folder.resolve("few");

        Ended ended = CommandLines.finetune(out, "--task-file", file, "--dev-file", file, "--batch-size", 16);

        assertThat(ended.json().path("steps").intValue()).isEqualTo(2);
        assertThat(ended.json().path("checkpoints"))
                .as("of five that are the default")
                .hasSize(2);
    }
}
