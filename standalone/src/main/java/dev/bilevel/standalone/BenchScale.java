package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.standalone.scale.Latencies;
import dev.bilevel.standalone.scale.SimulatedWorkers;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.standalone.stack.Ports;
import dev.bilevel.standalone.stack.Scratch;
import dev.bilevel.standalone.stack.Stack;
import dev.bilevel.study.StudySpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/// `./bilevel bench scale`: one optimizer on a real Kafka, and workers that only pretend.
@Command(
        name = "scale",
        description = "Runs studies on one optimizer with simulated workers, over a real Kafka, and tells how long its"
                + " decisions take.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchScale implements Callable<Integer> {
    private static final long REPORT_NANOS = 10_000_000_000L;
    private static final int MOST = 100_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--studies", paramLabel = "N", description = "Going on at once. Default: ${DEFAULT-VALUE}.")
    private int studies = 100;

    @Option(names = "--trials", paramLabel = "N", description = "Of each study. Default: ${DEFAULT-VALUE}.")
    private int trials = 20;

    @Option(names = "--fusions", paramLabel = "N", description = "Of each trial. Default: ${DEFAULT-VALUE}.")
    private int fusions = 10;

    @Option(names = "--parallelism", paramLabel = "N", description = "Of each study. Default: ${DEFAULT-VALUE}.")
    private int parallelism = 10;

    @Option(
            names = "--acquisition",
            paramLabel = "NAME",
            description = "Of both levels; random needs no surrogate. Default: ${DEFAULT-VALUE}.")
    private String acquisition = "random";

    @Option(
            names = "--training",
            paramLabel = "SECONDS",
            description = "How long a simulated training takes on average. Default: ${DEFAULT-VALUE}.")
    private double training = 30;

    @Option(
            names = "--scoring",
            paramLabel = "SECONDS",
            description = "How long a simulated fusion takes with its scoring, on average. Default: ${DEFAULT-VALUE}.")
    private double scoring = 1;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException, UnreadableEvent {
        CommandFailed.requireBetween("--studies", studies, 1, 10_000);
        CommandFailed.requireBetween("--trials", trials, 1, MOST);
        CommandFailed.requireBetween("--parallelism", parallelism, 1, 10_000);
        requireSeconds("--training", training);
        requireSeconds("--scoring", scoring);
        var _ = AcquisitionOption.read(acquisition);
        StudySpec study = study();
        Path folder = Files.createTempDirectory("bilevel-scale-");
        Stack stack = new Stack(
                new Stack.Folders(
                        folder.resolve("data"), folder.resolve("store"), Files.createDirectory(folder.resolve("logs"))),
                Ports.choose(Map.of()),
                Durability.THROWN_AWAY);
        Thread onSignal = new Thread(stack::close, "signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            stack.start(Installation.current(), 1, EnumSet.of(Part.KAFKA, Part.POSTGRES, Part.REDIS, Part.OPTIMIZER));
            measure(stack, study);
            return CommandLine.ExitCode.OK;
        } finally {
            stack.close();
            Scratch.delete(folder);
        }
    }

    private StudySpec study() {
        String yaml = """
                name: scale
                task: SST-2
                data: /simulated
                model: {path: /simulated, weights: random}
                training: {checkpoints: 4}
                outer:
                  space: {learningRate: {log: [1e-5, 1e-2]}, warmupRatio: {uniform: [0, 0.3]}}
                  acquisition: %s
                  trials: %d
                  parallelism: %d
                inner: {fusions: %d, acquisition: %s}
                """.formatted(acquisition, trials, parallelism, fusions, acquisition);
        return StudySpec.fromYaml(yaml, Path.of(""));
    }

    private void measure(Stack stack, StudySpec study) throws InterruptedException, UnreadableEvent {
        try (OptimizerClient optimizer = new OptimizerClient(stack.optimizer());
                SimulatedWorkers workers =
                        new SimulatedWorkers(stack.kafka(), new SimulatedWorkers.Seconds(training, scoring))) {
            long begun = System.nanoTime();
            for (int i = 0; i < studies; i++) {
                optimizer.submit("scale-" + i, study);
                workers.work();
            }
            long report = begun + REPORT_NANOS;
            while (workers.over() < studies) {
                workers.work();
                if (System.nanoTime() - report > 0) {
                    stack.tend(System.err::println);
                    System.err.println(progress(workers, (System.nanoTime() - begun) / 1e9));
                    report += REPORT_NANOS;
                }
            }
            print(workers, (System.nanoTime() - begun) / 1e9, optimizer.deciding());
        }
    }

    private String progress(SimulatedWorkers workers, double seconds) {
        return String.format(
                Locale.ROOT,
                "%d:%02d %d/%d studies, %d/%d trials, %d observations · median %.1f ms",
                (int) seconds / 60,
                (int) seconds % 60,
                workers.over(),
                studies,
                workers.trials(),
                (long) studies * trials,
                workers.observations(),
                workers.latencies().quantile(0.5));
    }

    private void print(SimulatedWorkers workers, double seconds, OptimizerClient.Deciding deciding) {
        Latencies latencies = workers.latencies();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            tree.put("studies", studies)
                    .put("failed", workers.failed())
                    .put("trials", workers.trials())
                    .put("mostTraining", workers.mostTraining())
                    .put("observations", workers.observations())
                    .put("seconds", seconds)
                    .put("orders", latencies.count());
            tree.putObject("latencyMillis")
                    .put("p50", latencies.quantile(0.5))
                    .put("p90", latencies.quantile(0.9))
                    .put("p99", latencies.quantile(0.99))
                    .put("max", latencies.quantile(1));
            tree.putObject("decidingMillis")
                    .put("count", deciding.count())
                    .put("mean", deciding.meanMillis())
                    .put("max", deciding.maxMillis());
            out.println(tree);
        } else {
            out.printf(
                    Locale.ROOT,
                    "studies    %d with %d trials, %d without a result; up to %d trainings at once%n"
                            + "time       %.1f s, %d observations (%.0f a second)%n"
                            + "latency    p50 %.1f, p90 %.1f, p99 %.1f, max %.1f ms, of %d orders%n"
                            + "deciding   %.2f ms on average, of it all surrogates; lately %.1f at most%n",
                    studies,
                    workers.trials(),
                    workers.failed(),
                    workers.mostTraining(),
                    seconds,
                    workers.observations(),
                    workers.observations() / seconds,
                    latencies.quantile(0.5),
                    latencies.quantile(0.9),
                    latencies.quantile(0.99),
                    latencies.quantile(1),
                    latencies.count(),
                    deciding.meanMillis(),
                    deciding.maxMillis());
        }
        out.flush();
    }

    private static void requireSeconds(String option, double value) {
        if (!(value >= 0 && value <= 3600)) {
            throw CommandFailed.wrongInput(option + ": is " + value + ", expected 0 to 3600 seconds");
        }
    }
}
