package dev.bilevel.standalone;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.standalone.journal.SmallStudy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `./bilevel export` against an optimizer that answers as it is told.
class ExportStudyTest {
    @TempDir
    Path folder;

    private final List<JournalEntry> entries = SmallStudy.journal("tiny-1", SmallStudy.SPEC);
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private FakeOptimizer optimizer;
    private byte[] journal;

    @BeforeEach
    void anOptimizerWithAStudy() throws IOException {
        optimizer = new FakeOptimizer();
        journal = lines(entries.size());
    }

    @AfterEach
    void stop() {
        optimizer.close();
    }

    @Test
    void theFileIsTheJournalByteForByte() throws IOException {
        optimizer.answers(200, journal);
        Path out = folder.resolve("there.ndjson");

        assertThat(export("tiny-1", "--out", out.toString())).isZero();
        assertThat(out).hasBinaryContent(journal);
        assertThat(errors())
                .containsExactly("exported " + entries.size() + " entries of study tiny-1, which is completed: " + out);
        assertThat(optimizer.requests()).containsExactly("GET /studies/tiny-1/journal");
        assertThat(files()).containsExactly(out);
    }

    @Test
    void aStudyThatGoesOnIsExportedAsFarAsItIs() throws IOException {
        byte[] begun = lines(2);
        optimizer.answers(200, begun);
        Path out = folder.resolve("begun.ndjson");

        assertThat(export("tiny-1", "--out", out.toString())).isZero();
        assertThat(out).hasBinaryContent(begun);
        assertThat(errors().getFirst()).startsWith("exported 2 entries of study tiny-1, which goes on");
    }

    @Test
    void aJournalThatEndsBeforeADecisionIsAskedForAgain() throws IOException {
        optimizer.answers(200, lines(1));
        optimizer.answers(200, lines(2));
        Path out = folder.resolve("begun.ndjson");

        assertThat(export("tiny-1", "--out", out.toString())).isZero();
        assertThat(out).hasBinaryContent(lines(2));
        assertThat(optimizer.requests()).hasSize(2);
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByForce() throws IOException {
        optimizer.answers(200, journal);
        Path out = Files.writeString(folder.resolve("mine.ndjson"), "mine");

        assertThat(export("tiny-1", "--out", out.toString())).isEqualTo(2);
        assertThat(errors())
                .containsExactly(
                        "bilevel: --out " + out + ": exists already, expected a new file, or --force to replace it");
        assertThat(out).hasContent("mine");
        assertThat(optimizer.requests()).isEmpty();

        assertThat(export("tiny-1", "--out", out.toString(), "--force")).isZero();
        assertThat(out).hasBinaryContent(journal);
    }

    @Test
    void aStudyThatIsNotThereIsSaidInTheOptimizersWordsAndNothingIsWritten() throws IOException {
        optimizer.answers(404, "{\"status\":404,\"detail\":\"There is no study 'tiny-2'.\"}");

        assertThat(export("tiny-2", "--out", folder.resolve("x").toString())).isEqualTo(2);
        assertThat(errors()).containsExactly("bilevel: optimizer: There is no study 'tiny-2'.");
        assertThat(files()).isEmpty();
    }

    @Test
    void anOptimizerThatCannotReadItNowSaysSoInALine() throws IOException {
        optimizer.answers(503, "{\"status\":503,\"detail\":\"Kafka does not answer; try again in a few seconds.\"}");

        assertThat(export("tiny-1", "--out", folder.resolve("x").toString())).isEqualTo(1);
        assertThat(errors()).containsExactly("bilevel: optimizer: Kafka does not answer; try again in a few seconds.");
        assertThat(files()).isEmpty();
    }

    @Test
    void wrongArgumentsAreOneLine() {
        assertThat(export("../tiny")).isEqualTo(2);
        assertThat(export("tiny-1", "--out", folder.toString())).isEqualTo(2);
        assertThat(export("tiny-1", "--out", folder.resolve("no/where").toString()))
                .isEqualTo(2);
        assertThat(run("export", "tiny-1", "--server", "localhost:8080")).isEqualTo(2);
        assertThat(errors())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("bilevel: STUDY ../tiny: expected a study's id"),
                        line -> assertThat(line).endsWith(": is a folder, expected a file"),
                        line -> assertThat(line).contains("no/where: cannot be written"),
                        line -> assertThat(line)
                                .startsWith("bilevel: --server localhost:8080: expected the optimizer's address"));
    }

    private byte[] lines(int count) throws IOException {
        Path file = SmallStudy.write(Files.createTempFile("study", ".ndjson"), entries.subList(0, count));
        byte[] lines = Files.readAllBytes(file);
        Files.delete(file);
        return lines;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    private int export(String... arguments) {
        return run(Stream.concat(Stream.of("export", "--server", optimizer.address()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        CommandLine commands = Bilevel.commandLine(err).setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        return commands.execute(arguments);
    }

    private List<String> errors() {
        return errors.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
