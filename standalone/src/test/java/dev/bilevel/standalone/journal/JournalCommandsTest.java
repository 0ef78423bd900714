package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.spec.SpecFile;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.StudySpec;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Replay, verify, compare and fork as a user meets them.
class JournalCommandsTest {
    @TempDir
    Path folder;

    private final List<JournalEntry> entries = SmallStudy.journal("tiny-1", SmallStudy.SPEC);
    private Path journal;
    private String errors;
    private String output;
    private Exception failure;

    @BeforeEach
    void aJournal() throws IOException {
        journal = SmallStudy.write(folder.resolve("journal.ndjson"), entries);
    }

    @Test
    void replayTellsTheStory() {
        assertThat(execute(new ReplayJournal(), journal.toString())).isZero();

        assertThat(output.lines())
                .contains(
                        "study      tiny-1: SST-2, completed",
                        "written    2026-11-23T12:00:00Z to " + "2026-11-23T12:01:%02dZ".formatted(entries.size() - 61)
                                + " (%d.0 s)".formatted(entries.size() - 1),
                        "best trial 3: learningRate " + learningRate(3),
                        "  fused                              0.8000     0.8000");
        assertThat(output.lines().filter(line -> line.matches(" +\\d  .*"))).hasSize(5);
        assertThat(output.lines().filter(line -> line.endsWith("best so far"))).hasSize(4);
    }

    @Test
    void replayPrintsItsNumbersAsJson() throws IOException {
        assertThat(execute(new ReplayJournal(), journal.toString(), "--json")).isZero();

        JsonNode story = new ObjectMapper().readTree(output);
        StudyCompleted result = (StudyCompleted) entries.getLast().event();
        assertThat(story.path("trials")).hasSize(5);
        assertThat(story.path("trials").path(3).path("value").doubleValue()).isEqualTo(result.validation());
        assertThat(story.path("result").path("holdout").path("fused").doubleValue())
                .isEqualTo(0.8);
        assertThat(story.path("journalLines").longValue()).isEqualTo(entries.size());
    }

    @Test
    void replayStopsWhereItIsTold() {
        assertThat(execute(new ReplayJournal(), journal.toString(), "--until", "1"))
                .isZero();
        assertThat(output).contains("tiny-1: SST-2, running", "2 of " + entries.size() + " entries");

        String beyond = Integer.toString(entries.size());
        assertRefused(new ReplayJournal(), journal.toString(), "--until", beyond)
                .isEqualTo("--until " + beyond + ": expected a sequence number of " + journal + ", 0 to "
                        + (entries.size() - 1));
    }

    @Test
    void verifyCountsTheDecisions() {
        long decisions = entries.stream()
                .filter(entry -> entry.role() == JournalEntry.Role.DECISION)
                .count();

        assertThat(execute(new VerifyJournal(), journal.toString())).isZero();
        assertThat(output).isEqualTo("verified: " + decisions + " decisions" + System.lineSeparator());
    }

    @Test
    void verifyNamesTheFirstDifference() throws IOException {
        List<JournalEntry> forged = new ArrayList<>(entries);
        int place = place(TrialCompleted.class);
        TrialCompleted was = (TrialCompleted) entries.get(place).event();
        forged.set(
                place,
                new JournalEntry(
                        "tiny-1",
                        place,
                        JournalEntry.Role.DECISION,
                        new TrialCompleted("tiny-1", was.trialId(), was.trial(), 0.99)));
        SmallStudy.write(journal, forged);

        assertThat(execute(new VerifyJournal(), journal.toString())).isEqualTo(1);
        assertThat(output.strip())
                .isEqualTo("differs: sequence " + place + " (tiny-1.t0), value: expected 0.5, found 0.99");
    }

    @Test
    void compareSaysWhereTwoStudiesPartAndHowTheyDid() throws IOException {
        Path other = SmallStudy.write(
                folder.resolve("other.ndjson"),
                SmallStudy.journal("tiny-2", SmallStudy.SPEC.replace("initial: 2", "initial: 3")));

        assertThat(execute(new CompareJournals(), journal.toString(), other.toString()))
                .isZero();
        assertThat(output)
                .contains("outer.initial")
                .containsPattern(
                        "first other suggestion +trial 2, params.learningRate: \\S+ \\(sequence \\d+\\), \\S+ \\(")
                .containsPattern("validation +0\\.8000 +0\\.8000");
    }

    @Test
    void aStudyComparedWithItselfDoesNotPart() {
        assertThat(execute(new CompareJournals(), journal.toString(), journal.toString()))
                .isZero();
        assertThat(output).contains("settings are the same", "none: the studies do not part");
    }

    @Test
    void copiesOfOneStudyAreCalledByTheirFiles() throws IOException {
        Path copy = Files.copy(journal, folder.resolve("copy.ndjson"));

        assertThat(execute(new CompareJournals(), journal.toString(), copy.toString()))
                .isZero();
        assertThat(output).containsPattern(" +" + journal + " +" + copy + "\\s");
    }

    @Test
    void forkWritesToStandardOutputAsWell() {
        String at = Integer.toString(place(TrialCompleted.class));

        assertThat(execute(new ForkJournal(), journal.toString(), "--at", at, "--out", "-"))
                .isZero();
        assertThat(SpecTree.parse(output).path("name").asText()).endsWith("-fork");
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void forkWritesASpecThatKnowsTheBeginning() {
        Path out = folder.resolve("fork.yaml");
        int place = place(TrialCompleted.class);

        assertThat(execute(
                        new ForkJournal(),
                        journal.toString(),
                        "--at",
                        Integer.toString(place),
                        "--set",
                        "inner.acquisition=ei",
                        "--out",
                        out.toString()))
                .isZero();
        assertThat(output).contains("forked tiny-1 at sequence " + place + "; trials known: 1, to go: 4");

        StudySpec fork = SpecFile.read(out, List.of(), Path.of(""));
        assertThat(fork.outer().earlier()).hasSize(1);
        assertThat(fork.outer().trials()).isEqualTo(4);
        assertThat(fork.inner().acquisition().name()).isEqualTo("ei");
    }

    @Test
    void aForkThatCannotBeWritesNothing() throws IOException {
        Path out = folder.resolve("fork.yaml");
        int last = entries.size() - 1;

        assertRefused(fork(last + 1, out)).startsWith("--at " + (last + 1) + ": expected a sequence number of ");
        assertRefused(fork(-1, out)).startsWith("--at -1: expected a sequence number of ");
        assertRefused(fork(last, out)).startsWith("--at " + last + ": all 5 trials are settled by then");
        int late = last - 10;
        assertRefused(fork(late, out, "outer.acquisition=ucb"))
                .startsWith("--at " + late
                        + ": nothing is left to try: what these settings would run behind it is recorded (trials: 1)");
        assertRefused(fork(5, out, "inner.colour=red")).startsWith("--set inner.colour: is an unknown field");
        assertRefused(fork(5, out, "outer.space={lr: {log: [1, 0]}}")).startsWith("--set outer.space: outer.space.lr");
        assertRefused(fork(5, out, "inner")).startsWith("--set inner: expected path=value");
        assertRefused(fork(5, out, "task=CoLA")).startsWith("--set task: changes what a trial's value means");
        assertThat(out).doesNotExist();

        Files.writeString(out, "mine");
        assertRefused(fork(5, out, "inner.acquisition=ei"))
                .isEqualTo("--out " + out + ": exists already, expected a new file");
        assertThat(out).hasContent("mine");
    }

    @Test
    void whatIsNoJournalIsNamedWithFileAndLine() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        lines.set(6, lines.get(6).replaceFirst("12:00:06Z", "12:00:07Z"));
        Files.write(journal, lines);

        for (Object command : new Object[] {new ReplayJournal(), new VerifyJournal()}) {
            assertRefused(command, journal.toString()).startsWith(journal + ": line 7: hash: does not follow");
        }
    }

    @Test
    void everyCommandReadsTheWholeJournal() throws IOException {
        int observation = place(TrialCompleted.class) - 1;
        Files.write(journal, Files.readAllLines(journal).subList(0, observation + 1));
        String missing = journal + ": line " + (observation + 2) + ": is missing: trial-completed is always written";

        assertRefused(new ReplayJournal(), journal.toString(), "--until", "3").startsWith(missing);
        assertRefused(new VerifyJournal(), journal.toString()).startsWith(missing);
        assertRefused(new CompareJournals(), journal.toString(), journal.toString())
                .startsWith(missing);
        Path out = folder.resolve("fork.yaml");
        assertRefused(fork(5, out, "inner.acquisition=ei")).startsWith(missing);
        assertThat(out).doesNotExist();
    }

    @Test
    void aStudyThatIsNotOverIsSaidNotToBe() throws IOException {
        int decided = place(TrialCompleted.class) + 1;
        Files.write(journal, Files.readAllLines(journal).subList(0, decided + 1));

        assertThat(execute(new VerifyJournal(), journal.toString())).isZero();
        assertThat(output).matches("verified: \\d+ decisions\\R");
        assertThat(errors).contains("the study is not over; its journal ends with entry " + decided);
    }

    @Test
    void aJournalWithoutItsLastLinesIsNoticedByTheResultBesideIt() throws IOException {
        List<String> lines = Files.readAllLines(journal);
        String hash = lines.getLast().replaceFirst(".*\"hash\":\"(.{64})\"}$", "$1");
        Files.writeString(
                folder.resolve("result.json"),
                "{\"study\":\"tiny-1\",\"journalLines\":%d,\"journalHash\":\"%s\"}".formatted(lines.size(), hash));
        assertThat(execute(new VerifyJournal(), journal.toString())).isZero();

        // Up to the first suggestion: a whole journal of a study that has only begun.
        Files.write(journal, lines.subList(0, 2));
        assertRefused(new VerifyJournal(), journal.toString())
                .startsWith(journal + ": line 2: is the last, with hash ")
                .contains("result.json beside it says " + lines.size() + " lines and hash " + hash);
    }

    @Test
    void theBenchTimesASimulatedStudyOrOneThatIsGiven() {
        Path kept = folder.resolve("kept.ndjson");

        assertThat(execute(
                        new BenchJournal(),
                        "--trials",
                        "3",
                        "--inner",
                        "ucb",
                        "--rounds",
                        "2",
                        "--out",
                        kept.toString()))
                .isZero();
        assertThat(output)
                .containsPattern("replay 1 +\\d+ entries in")
                .containsPattern("replay 2 ")
                .containsPattern("verify +\\d+ entries in .*, \\d+ decisions");
        assertThat(execute(new VerifyJournal(), kept.toString())).isZero();

        assertThat(execute(new BenchJournal(), journal.toString(), "--rounds", "1", "--json"))
                .isZero();
        assertThat(output).contains("\"entries\":" + entries.size());

        assertRefused(new BenchJournal(), "--inner", "best")
                .contains("inner.acquisition: is 'best', expected one of ei");
        assertRefused(new BenchJournal(), "--trials", "1", "--out", kept.toString())
                .isEqualTo("--out " + kept + ": exists already, expected a new file");
        assertRefused(new BenchJournal(), "--rounds", "0").isEqualTo("--rounds: is 0, expected 1 to 1000");
    }

    @Test
    void aFolderOrNothingIsNoJournal() {
        assertRefused(new ReplayJournal(), folder.toString())
                .isEqualTo(folder + ": is a folder, expected a study's journal, such as runs/<study>/journal.ndjson");
        assertRefused(new ReplayJournal(), "nowhere").startsWith("nowhere: is no file");
    }

    private int place(Class<?> type) {
        return (int) Stream.iterate(0, i -> i + 1)
                .filter(i -> type.isInstance(entries.get(i).event()))
                .findFirst()
                .orElseThrow();
    }

    private String learningRate(int trial) {
        StudyCompleted result = (StudyCompleted) entries.getLast().event();
        assertThat(result.trial()).isEqualTo(trial);
        return dev.bilevel.standalone.result.Verdict.shortened(
                result.params().values().get("learningRate"));
    }

    private String[] fork(int at, Path out, String... settings) {
        List<String> arguments =
                new ArrayList<>(List.of(journal.toString(), "--at", Integer.toString(at), "--out", out.toString()));
        Stream.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments.toArray(String[]::new);
    }

    private AbstractStringAssert<?> assertRefused(String[] fork) {
        return assertRefused(new ForkJournal(), fork);
    }

    /// The lines with which a command refuses its input.
    private AbstractStringAssert<?> assertRefused(Object command, String... arguments) {
        assertThat(execute(command, arguments)).isEqualTo(CommandFailed.WRONG_INPUT);
        assertThat(output).isEmpty();
        return assertThat(failure)
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .message();
    }

    private int execute(Object command, String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = new CommandLine(command)
                .setOut(new PrintWriter(written, true))
                .setErr(new PrintWriter(complained, true))
                .setExecutionExceptionHandler((e, _, _) -> {
                    failure = e;
                    return e instanceof CommandFailed known ? known.exitStatus() : -1;
                });
        int status = line.execute(arguments);
        output = written.toString();
        errors = complained.toString();
        return status;
    }
}
