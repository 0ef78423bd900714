package dev.bilevel.standalone;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Kernel;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.history.EarlierFile;
import dev.bilevel.standalone.history.HistoryFile;
import dev.bilevel.standalone.history.LineReader;
import dev.bilevel.standalone.history.PointsFile;
import dev.bilevel.standalone.suggest.Answers;
import dev.bilevel.standalone.suggest.Answers.NobodyListens;
import dev.bilevel.standalone.suggest.Batch;
import dev.bilevel.standalone.suggest.Dialogue;
import dev.bilevel.standalone.suggest.SpaceFile;
import dev.bilevel.standalone.suggest.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// `./bilevel suggest`: the optimiser alone, for any program that writes and reads lines of JSON.
@Command(
        name = "suggest",
        description = {
            "Suggests what to try next, given what was tried: one JSON object a line.",
            "With --stream it reads results from standard input, such as {\"trial\":0,\"value\":1.23}, and answers each."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Suggest implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 10_000;
    private static final int MOST_DESIGNED = 10;

    private final InputStream in;
    private final OutputStream out;
    private final List<String> problems = new ArrayList<>();

    @Option(
            names = "--space",
            paramLabel = "FILE",
            required = true,
            description = "The search space, YAML or JSON: the same tree as a study's outer.space.")
    private Path space;

    @Option(names = "--goal", paramLabel = "GOAL", description = "minimise or maximise. Default: ${DEFAULT-VALUE}.")
    private String goal = "minimise";

    @Option(
            names = "--acquisition",
            paramLabel = "YAML",
            description = "A name, or settings such as '{ucb: {beta: 3}}'. Default: ${DEFAULT-VALUE}.")
    private String acquisition = "logei";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Every random choice derives from it. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "What was suggested before, in order: a line {\"params\":{…},\"value\":1.23} each, or with"
                    + " \"failed\":\"why\" or \"pending\":true instead of the value. - is standard input.")
    private String history;

    @Option(names = "--count", paramLabel = "Q", description = "How many to suggest at once. Default: 1.")
    private Integer count;

    @Option(names = "--stream", description = "Goes on: reads results, answers with suggestions.")
    private boolean stream;

    @Option(
            names = "--parallelism",
            paramLabel = "Q",
            description = "How many trials of a stream may be out at once. Default: 1.")
    private Integer parallelism;

    @Option(
            names = "--initial",
            paramLabel = "N",
            description = "The size of the initial design. Default: twice the parameters and one more, at most 10.")
    private Integer initial;

    @Option(
            names = "--points",
            paramLabel = "FILE",
            description = "Configurations to try first: an object such as {\"x1\":0.37} a line.")
    private Path points;

    @Option(
            names = "--centre-first",
            description = "Tries the middle of the space before the design, after any --points.")
    private boolean centreFirst;

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "Of the surrogate: matern52, matern32 or rbf. Default: ${DEFAULT-VALUE}.")
    private String kernel = "matern52";

    @Option(
            names = "--earlier",
            paramLabel = "FILE",
            description = "What an earlier study found out: its journal.ndjson, or a history.")
    private Path earlier;

    /// Over this process's own streams. Standard output is taken bare: whether its reader has gone shows there only.
    Suggest() {
        this(System.in, new FileOutputStream(FileDescriptor.out));
    }

    Suggest(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Optional<Goal> wanted = attempt(this::goal);
        Optional<Acquisition> chosen = attempt(() -> AcquisitionOption.read(acquisition));
        Optional<Kernel> covariance = attempt(this::kernel);
        Optional<Space> searched = attempt(() -> SpaceFile.read(space));
        Optional<List<Configuration>> first =
                searched.flatMap(known -> attempt(() -> points == null ? List.of() : PointsFile.read(points, known)));
        Optional<List<Observation>> before = searched.flatMap(
                known -> attempt(() -> earlier == null ? List.of() : EarlierFile.read(earlier, known)));
        Optional<List<Observation>> past = searched.flatMap(
                known -> attempt(() -> history == null ? List.of() : HistoryFile.read(history, in, known)));
        if (!problems.isEmpty()) {
            throw CommandFailed.wrongInput(problems);
        }
        Level level = new Level(
                searched.get(),
                wanted.orElseThrow(),
                chosen.orElseThrow(),
                design(searched.get(), first.orElseThrow()),
                seed,
                before.orElseThrow(),
                covariance.orElseThrow());
        suggest(new Suggestions(level), past.orElseThrow());
        return CommandLine.ExitCode.OK;
    }

    private void suggest(Suggestions suggestions, List<Observation> past) throws IOException {
        Answers answers = new Answers(out);
        try {
            if (stream) {
                converse(new Dialogue(suggestions, past, parallelism == null ? 1 : parallelism, answers));
            } else {
                Batch.suggest(suggestions, past, count == null ? 1 : count, answers);
            }
        } catch (NobodyListens _) {
            // Whoever asked has what was wanted.
        }
    }

    private void converse(Dialogue dialogue) throws IOException, NobodyListens {
        if (!dialogue.begin() && !dialogue.outstanding().isEmpty()) {
            System.err.println("bilevel: waiting for trial "
                    + dialogue.outstanding().getFirst() + ", which is pending in the history");
        }
        LineReader lines = new LineReader(in);
        for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            dialogue.take(line.get());
        }
    }

    private void checkOptions() {
        if (stream && count != null) {
            problems.add("--count: is there beside --stream, expected --parallelism");
        }
        if (!stream && parallelism != null) {
            problems.add("--parallelism: is there without --stream, expected --count");
        }
        if (stream && "-".equals(history)) {
            problems.add("--history: is -, expected a file: --stream reads results from standard input");
        }
        checkRange("--count", count, 1, MOST_AT_ONCE);
        checkRange("--parallelism", parallelism, 1, MOST_AT_ONCE);
        checkRange("--initial", initial, 0, HistoryFile.MOST);
    }

    private void checkRange(String option, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            problems.add(option + ": is " + value + ", expected an integer between " + least + " and " + most);
        }
    }

    private Goal goal() {
        return switch (goal.toLowerCase(Locale.ROOT)) {
            case "minimise", "minimize" -> Goal.MINIMISE;
            case "maximise", "maximize" -> Goal.MAXIMISE;
            default -> throw CommandFailed.wrongInput("--goal: is '" + goal + "', expected minimise or maximise");
        };
    }

    private Kernel kernel() {
        return Kernel.labelled(kernel)
                .orElseThrow(() ->
                        CommandFailed.wrongInput("--kernel: is '" + kernel + "', expected matern52, matern32 or rbf"));
    }

    private Design design(Space space, List<Configuration> points) {
        List<Configuration> given = new ArrayList<>(points);
        if (centreFirst) {
            given.add(space.centre());
        }
        return new Design(given, initial == null ? designed(space) : initial);
    }

    /// As the benchmarks do.
    private static int designed(Space space) {
        return Math.min(MOST_DESIGNED, 2 * space.parameters().size() + 1);
    }

    private <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (CommandFailed wrong) {
            problems.addAll(wrong.lines());
            return Optional.empty();
        }
    }
}
