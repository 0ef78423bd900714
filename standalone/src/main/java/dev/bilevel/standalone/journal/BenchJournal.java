package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import dev.bilevel.standalone.scale.SimulatedJournal;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.journal.Story;
import dev.bilevel.study.journal.Verification;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// `./bilevel bench journal`: how fast journals are replayed and verified.
@Command(
        name = "journal",
        description =
                "Times replaying a journal, again and again in one process, and then verifying it: one of your own,"
                        + " or that of a simulated study.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchJournal implements Callable<Integer> {
    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_ROUNDS = 1_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "JOURNAL", arity = "0..1", description = "Default: that of a simulated study.")
    private Path given;

    @Option(names = "--trials", paramLabel = "N", description = "Of the simulated study. Default: ${DEFAULT-VALUE}.")
    private int trials = 3_000;

    @Option(
            names = "--outer",
            paramLabel = "ACQUISITION",
            description = "Of its outer loop; random needs no surrogate. Default: ${DEFAULT-VALUE}.")
    private String outer = "random";

    @Option(
            names = "--inner",
            paramLabel = "ACQUISITION",
            description = "Of its inner loops. Default: ${DEFAULT-VALUE}.")
    private String inner = "random";

    @Option(names = "--rounds", paramLabel = "N", description = "How many replays. Default: ${DEFAULT-VALUE}.")
    private int rounds = 10;

    @Option(names = "--out", paramLabel = "FILE", description = "Keeps the simulated study's journal there.")
    private Path kept;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    /// What a pass over a journal has seen.
    private record Seen(long entries, long decisions) {}

    /// What it took.
    ///
    /// @param cpu processor time over all threads
    private record Pass(Seen seen, double seconds, double cpu) {
        double rate() {
            return seen.entries() / seconds;
        }
    }

    @Override
    public Integer call() {
        CommandFailed.requireBetween("--trials", trials, 1, MOST_TRIALS);
        CommandFailed.requireBetween("--rounds", rounds, 1, MOST_ROUNDS);
        if (given != null && kept != null) {
            throw CommandFailed.wrongInput("--out: is there with a journal, expected it for a simulated one alone");
        }
        if (given != null) {
            return measure(given);
        }
        StudySpec study = study();
        try {
            Path file = kept == null ? Files.createTempFile("bilevel-", ".ndjson") : Files.createFile(kept);
            try {
                SimulatedJournal.write(file, study);
                return measure(file);
            } finally {
                if (kept == null) {
                    Files.delete(file);
                }
            }
        } catch (FileAlreadyExistsException _) {
            throw CommandFailed.wrongInput("--out " + kept + ": exists already, expected a new file");
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        }
    }

    private StudySpec study() {
        try {
            return StudySpec.fromYaml("""
                    name: simulated
                    task: SST-2
                    data: /simulated
                    model: {path: /simulated, weights: random}
                    training: {checkpoints: 5}
                    outer:
                      space: {learningRate: {log: [1e-5, 1e-2]}, weightDecay: {uniform: [0, 0.1]}}
                      acquisition: %s
                      trials: %d
                    inner: {fusions: 10, acquisition: %s}
                    """.formatted(outer, trials, inner), Path.of(""));
        } catch (InvalidSpec e) {
            throw CommandFailed.wrongInput("--outer, --inner: " + e.getMessage());
        }
    }

    private Integer measure(Path file) {
        JournalFile journal = new JournalFile(file);
        List<Pass> replays = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (int round = 1; round <= rounds; round++) {
            Pass pass = timed(() -> replay(journal));
            replays.add(pass);
            line(out, "replay " + round, pass);
        }
        Pass verified = timed(() -> verify(journal));
        line(out, "verify", verified);
        if (json) {
            ObjectNode tree = new ObjectMapper()
                    .createObjectNode()
                    .put("entries", verified.seen().entries())
                    .put("decisions", verified.seen().decisions());
            replays.forEach(pass -> write(tree.withArray("replays").addObject(), pass));
            write(tree.putObject("verify"), verified);
            out.println(tree);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static Seen replay(JournalFile journal) {
        Story story = new Story();
        return journal.read(story::take, whole -> new Seen(whole.lines(), 0));
    }

    private static Seen verify(JournalFile journal) {
        try (Verification verification = new Verification()) {
            return journal.read(
                    (number, entry, _) -> verification.take(number, entry), whole -> switch (verification.outcome()) {
                        case Verification.Outcome.Verified verified -> new Seen(whole.lines(), verified.decisions());
                        case Verification.Outcome _ ->
                            throw CommandFailed.wrongInput(
                                    journal.path() + ": does not verify; ./bilevel verify says where");
                    });
        }
    }

    private static Pass timed(Supplier<Seen> work) {
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        Seen seen = work.get();
        return new Pass(seen, (System.nanoTime() - begun) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private void line(PrintWriter out, String what, Pass pass) {
        if (!json) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-10s %d entries in %.2f s: %.0f a second; %.2f s of processor time%s",
                    what,
                    pass.seen().entries(),
                    pass.seconds(),
                    pass.rate(),
                    pass.cpu(),
                    pass.seen().decisions() == 0 ? "" : ", " + pass.seen().decisions() + " decisions"));
            out.flush();
        }
    }

    private static void write(ObjectNode tree, Pass pass) {
        tree.put("seconds", pass.seconds()).put("cpuSeconds", pass.cpu()).put("entriesPerSecond", pass.rate());
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
