package dev.bilevel.standalone;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.benchmarks.Contest;
import dev.bilevel.benchmarks.Course;
import dev.bilevel.benchmarks.Problem;
import dev.bilevel.benchmarks.Problems;
import dev.bilevel.benchmarks.Quantile;
import dev.bilevel.standalone.progress.Counter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// `./bilevel bench bo`: how close the optimiser comes to the best point of test functions, and how long it thinks.
@Command(
        name = "bo",
        description = "Lets the optimiser minimise test functions, and prints median and quartiles of the simple regret"
                + " (how much worse than the best point the best one found is), and what a suggestion takes: median and"
                + " 90 %% over the second half of all runs, in milliseconds of processor time. A run has one thread;"
                + " there are as many runs at once as there are processors.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchBo implements Callable<Integer> {
    private static final int MOST_EVALUATIONS = 5_000;
    private static final int MOST_SEEDS = 10_000;
    private static final String ROW = "%-15s %9.3g   %9.3g … %-9.3g %9.2f %9.2f%n";

    @Spec
    private CommandSpec spec;

    @Option(names = "--functions", paramLabel = "NAME", split = ",", description = "Which, by name. Default: all.")
    private List<String> functions = List.of();

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description = "Of each run, its initial design included. Default: ${DEFAULT-VALUE}.")
    private int evaluations = 50;

    @Option(names = "--seeds", paramLabel = "N", description = "Runs from seed 0 on. Default: ${DEFAULT-VALUE}.")
    private int seeds = 10;

    @Option(
            names = "--acquisition",
            paramLabel = "YAML",
            description = "A name, or settings such as '{ucb: {beta: 3}}'. Default: ${DEFAULT-VALUE}.")
    private String acquisition = "logei";

    @Option(
            names = "--parallelism",
            paramLabel = "Q",
            description = "Suggests with the results of the Q − 1 trials before still pending. Default: 1.")
    private int parallelism = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every run there, one JSON object a line.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        List<String> problems = new ArrayList<>();
        List<Problem> chosen = chosen(problems);
        checkRange(problems, "--evaluations", evaluations, MOST_EVALUATIONS);
        checkRange(problems, "--seeds", seeds, MOST_SEEDS);
        checkRange(problems, "--parallelism", parallelism, MOST_EVALUATIONS);
        Optional<Acquisition> criterion = acquisition(problems);
        if (!problems.isEmpty()) {
            throw CommandFailed.wrongInput(problems);
        }
        try (Writer lines = json == null ? Writer.nullWriter() : open(json)) {
            compete(chosen, criterion.orElseThrow(), lines);
        }
        return CommandLine.ExitCode.OK;
    }

    private void compete(List<Problem> chosen, Acquisition criterion, Writer lines) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-15s %9s   %21s %9s %9s%n", "function", "regret", "quartiles      ", "ms", "90 %");
        out.flush();
        for (Problem problem : chosen) {
            Contest contest = new Contest(problem, criterion, evaluations, parallelism);
            List<Course> courses = play(contest);
            print(problem, courses, out);
            for (Course course : courses) {
                lines.write(course.toJson() + "\n");
            }
            lines.flush();
        }
    }

    private List<Course> play(Contest contest) {
        boolean terminal = Boolean.getBoolean("bilevel.terminal");
        try (Counter counter =
                Counter.on(System.err, terminal, contest.problem().name(), seeds)) {
            return IntStream.range(0, seeds)
                    .parallel()
                    .mapToObj(seed -> {
                        Course course = contest.play(seed);
                        counter.step();
                        return course;
                    })
                    .toList();
        }
    }

    private static void print(Problem problem, List<Course> courses, PrintWriter out) {
        List<Double> regrets = courses.stream().map(Course::lastRegret).toList();
        List<Double> seconds =
                courses.stream().flatMap(course -> course.secondHalf().stream()).toList();
        out.printf(
                ROW,
                problem.name(),
                Quantile.of(regrets, 0.5),
                Quantile.of(regrets, 0.25),
                Quantile.of(regrets, 0.75),
                1000 * Quantile.of(seconds, 0.5),
                1000 * Quantile.of(seconds, 0.9));
        out.flush();
    }

    private List<Problem> chosen(List<String> problems) {
        if (functions.isEmpty()) {
            return Problems.all();
        }
        List<Problem> chosen = new ArrayList<>();
        for (String name : functions) {
            Problems.named(name).ifPresentOrElse(chosen::add, () -> problems.add(unknown(name)));
        }
        return chosen;
    }

    private static String unknown(String name) {
        List<String> names = Problems.all().stream().map(Problem::name).toList();
        return "--functions: has '" + name + "', expected some of " + String.join(", ", names);
    }

    private static void checkRange(List<String> problems, String option, int value, int most) {
        if (value < 1 || value > most) {
            problems.add(option + ": is " + value + ", expected an integer between 1 and " + most);
        }
    }

    private Optional<Acquisition> acquisition(List<String> problems) {
        try {
            return Optional.of(AcquisitionOption.read(acquisition));
        } catch (CommandFailed wrong) {
            problems.addAll(wrong.lines());
            return Optional.empty();
        }
    }

    private static Writer open(Path file) {
        try {
            return Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--json: cannot write " + file + ", expected a file in an existing folder");
        }
    }
}
