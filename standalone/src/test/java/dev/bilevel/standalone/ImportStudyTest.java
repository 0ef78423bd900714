package dev.bilevel.standalone;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.standalone.journal.SmallStudy;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// `./bilevel import` against an optimizer that answers as it is told.
class ImportStudyTest {
    @TempDir
    Path folder;

    private final List<JournalEntry> entries = SmallStudy.journal("tiny-1", SmallStudy.SPEC);
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final StringWriter output = new StringWriter();
    private FakeOptimizer optimizer;
    private Path journal;

    @BeforeEach
    void anOptimizerAndAJournal() throws IOException {
        optimizer = new FakeOptimizer();
        journal = SmallStudy.write(folder.resolve("journal.ndjson"), entries);
    }

    @AfterEach
    void stop() {
        optimizer.close();
    }

    @Test
    void theJournalIsSentAsItStandsAndWaitedFor() throws IOException {
        optimizer.answers(202, "{\"id\":\"tiny-1\"}");
        optimizer.answers(200, "{\"status\":\"submitted\"}");
        optimizer.answers(200, "{\"lastSequence\":" + (entries.size() - 1) + "}");

        assertThat(bring(journal)).isZero();
        assertThat(output.toString().strip()).isEqualTo("tiny-1");
        assertThat(errors()).containsExactly("imported " + entries.size() + " entries; the study is over");
        assertThat(optimizer.requests())
                .containsExactly(
                        "POST /studies/import " + Files.readString(journal).strip(),
                        "GET /studies/tiny-1",
                        "GET /studies/tiny-1");
    }

    @Test
    void aStudyThatIsThereAlreadyIsNoMistake() {
        optimizer.answers(200, "{\"id\":\"tiny-1\"}");

        assertThat(bring(journal)).isZero();
        assertThat(errors()).containsExactly("the study is there already, and its journal begins with this one");
    }

    @Test
    void anotherStudyOfItsIdIsSaidInTheOptimizersWordsBehindTheFilesName() {
        optimizer.answers(409, "{\"detail\":\"There is a study 'tiny-1' already, with another journal.\"}");

        assertThat(bring(journal)).isEqualTo(2);
        assertThat(errors())
                .containsExactly("bilevel: " + journal + ": There is a study 'tiny-1' already, with another journal.");
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void whatIsNoJournalIsNotSent() throws IOException {
        List<String> lines = Files.readAllLines(journal);
        Path edited = folder.resolve("edited");
        Path cut = folder.resolve("cut");
        Path empty = Files.createFile(folder.resolve("empty"));
        Files.write(
                edited,
                lines.stream()
                        .map(line -> line.replace("12:00:06Z", "12:00:07Z"))
                        .toList());
        Files.write(cut, lines.subList(0, 1));

        for (Path wrong : List.of(edited, cut, empty, folder.resolve("nowhere"), folder)) {
            assertThat(bring(wrong)).isEqualTo(2);
        }
        assertThat(errors())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("bilevel: " + edited + ": line 7: hash: does not follow"),
                        line -> assertThat(line)
                                .startsWith("bilevel: " + cut + ": line 2: is missing: trial-suggested"),
                        line -> assertThat(line).startsWith("bilevel: " + empty + ": line 1: is missing: the file is"),
                        line -> assertThat(line).contains("nowhere: is no file"),
                        line -> assertThat(line).contains(": is a folder"));
        assertThat(optimizer.requests()).isEmpty();
    }

    @Test
    void aStudyThatNeedsFilesIsNotSentWhereTheyAreNot() throws IOException {
        Study fusing = stateBehind(6);
        Path store = folder.resolve("store");
        assertThat(Needed.by(fusing)).isNotEmpty();

        assertThatThrownBy(() -> StoreCheck.require(journal, fusing, store))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith(journal + ": the study needs ")
                .hasMessageContaining("copied there from the store that it ran on, or a fork");
        StoreCheck.require(journal, stateBehind(entries.size()), store);
        StoreCheck.require(journal, stateBehind(2), store);
        assertThat(store).doesNotExist();
    }

    private Study stateBehind(int count) {
        Optional<Study> study = Optional.empty();
        for (JournalEntry entry : entries.subList(0, count)) {
            study = Optional.of(Study.evolve(study, entry));
        }
        return study.orElseThrow();
    }

    private int bring(Path file) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        CommandLine commands = Bilevel.commandLine(err)
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        return commands.execute("import", "--server", optimizer.address(), file.toString());
    }

    private List<String> errors() {
        return errors.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
