package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.events.UnreadableEvent;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// `./bilevel bench takeover`: two optimizers share studies, one is killed, and the other goes on with all of them.
@Command(
        name = "takeover",
        description =
                "Runs studies on two optimizers with simulated workers, over a real Kafka, kills one of the two in"
                        + " turn, and tells how long its studies waited for the other.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchTakeover implements Callable<Integer> {
    /// Until both have their share, and their JVMs are warm.
    private static final Duration SETTLING = Duration.ofSeconds(25);
    /// More than a take-over may take: one that is not over by then is told as such.
    private static final Duration WATCHED = Duration.ofSeconds(60);
    /// As long every answer has been decided on.
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final SimulatedWorkers.Seconds WORK = new SimulatedWorkers.Seconds(1, 0.5);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--studies", paramLabel = "N", description = "Going on at once. Default: ${DEFAULT-VALUE}.")
    private int studies = 50;

    @Option(names = "--kills", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int kills = 5;

    @Option(
            names = "--history",
            paramLabel = "JOURNAL",
            description = "A long journal that is imported first: what the optimizers have behind them.")
    private Path history;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException, UnreadableEvent {
        CommandFailed.requireBetween("--studies", studies, 1, 1000);
        CommandFailed.requireBetween("--kills", kills, 1, 1000);
        Path folder = Files.createTempDirectory("bilevel-takeover-");
        Ports ports = Ports.choose(Map.of());
        Stack stack = new Stack(folders(folder, "one"), ports, Durability.THROWN_AWAY);
        Stack beside = new Stack(folders(folder, "other"), ports.withAnother(Part.OPTIMIZER), Durability.THROWN_AWAY);
        Thread onSignal = new Thread(() -> close(beside, stack), "signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            stack.start(Installation.current(), 1, EnumSet.of(Part.KAFKA, Part.POSTGRES, Part.REDIS, Part.OPTIMIZER));
            bringHistory(stack);
            startOptimizer(beside);
            print(waits(stack, beside));
            return CommandLine.ExitCode.OK;
        } finally {
            close(beside, stack);
            Scratch.delete(folder);
        }
    }

    private void bringHistory(Stack stack) throws InterruptedException {
        if (history == null) {
            return;
        }
        Brought journal = Brought.read(history);
        try (OptimizerClient optimizer = new OptimizerClient(stack.optimizer())) {
            optimizer.bring(history);
            journal.awaitIn(optimizer);
        }
    }

    private static Stack.Folders folders(Path folder, String name) throws IOException {
        return new Stack.Folders(
                folder.resolve("data"),
                folder.resolve("store"),
                Files.createDirectories(folder.resolve("logs-" + name)));
    }

    private static void startOptimizer(Stack stack) throws InterruptedException {
        stack.start(Installation.current(), 1, EnumSet.of(Part.OPTIMIZER));
    }

    private static void close(Stack beside, Stack stack) {
        beside.close();
        stack.close();
    }

    /// The longest that a study waited for a decision, in seconds.
    ///
    /// @param takeovers after each kill
    /// @param returns while the killed instance started again and got its share, but for the last
    private record Waits(List<Double> takeovers, List<Double> returns) {}

    private Waits waits(Stack stack, Stack beside) throws InterruptedException, UnreadableEvent {
        Waits waits = new Waits(new ArrayList<>(), new ArrayList<>());
        try (OptimizerClient optimizer = new OptimizerClient(stack.optimizer());
                SimulatedWorkers workers = new SimulatedWorkers(stack.kafka(), WORK)) {
            StudySpec endless = endless();
            for (int i = 0; i < studies; i++) {
                optimizer.submit("takeover-" + i, endless);
                workers.work();
            }
            work(workers, SETTLING);
            for (int kill = 1; kill <= kills; kill++) {
                Stack victim = kill % 2 == 1 ? beside : stack;
                workers.measureAnew();
                victim.lose(Part.OPTIMIZER);
                untilAllGoOn(workers);
                waits.takeovers().add(longest(workers));
                say("kill %d of %d: the longest wait %.1f s".formatted(kill, kills, longest(workers)));
                if (kill < kills) {
                    workers.measureAnew();
                    comeBack(victim, workers);
                    waits.returns().add(longest(workers));
                    say("it is back: the longest wait %.1f s".formatted(longest(workers)));
                }
            }
        }
        return waits;
    }

    private static void comeBack(Stack victim, SimulatedWorkers workers) throws InterruptedException, UnreadableEvent {
        FutureTask<Void> start = new FutureTask<>(() -> {
            startOptimizer(victim);
            return null;
        });
        Thread.ofPlatform().name("start").start(start);
        while (!start.isDone()) {
            workers.work();
        }
        try {
            start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailed why ? why : new IllegalStateException(e.getCause());
        }
        work(workers, SETTLING);
    }

    private static double longest(SimulatedWorkers workers) {
        return workers.latencies().quantile(1) / 1000;
    }

    private static void say(String line) {
        System.err.println(line);
    }

    private static void work(SimulatedWorkers workers, Duration time) throws UnreadableEvent {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            workers.work();
        }
    }

    /// Until no study has waited for longer than a moment, for a while.
    private static void untilAllGoOn(SimulatedWorkers workers) throws UnreadableEvent {
        long begun = System.nanoTime();
        long calm = begun;
        while (System.nanoTime() - calm < CALM.toNanos()) {
            workers.work();
            long now = System.nanoTime();
            if (workers.longestWait(now) > CALM.toNanos() / 5) {
                calm = now;
            }
            if (now - begun > WATCHED.toNanos()) {
                throw CommandFailed.failed("a study still waits " + WATCHED.toSeconds() + " s after the kill");
            }
        }
    }

    private static StudySpec endless() {
        String yaml = """
                name: takeover
                task: SST-2
                data: /simulated
                model: {path: /simulated, weights: random}
                training: {checkpoints: 4}
                outer:
                  space: {learningRate: {log: [1e-5, 1e-2]}}
                  acquisition: random
                  trials: 10000
                inner: {fusions: 10, acquisition: random}
                """;
        return StudySpec.fromYaml(yaml, Path.of(""));
    }

    private void print(Waits waits) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            tree.put("studies", studies);
            waits.takeovers().forEach(tree.putArray("longestWaitSeconds")::add);
            waits.returns().forEach(tree.putArray("longestWaitAtReturnSeconds")::add);
            out.println(tree);
        } else {
            out.println("take-over  " + range(waits.takeovers()) + " kills");
            if (!waits.returns().isEmpty()) {
                out.println("return     " + range(waits.returns()));
            }
        }
        out.flush();
    }

    private static String range(List<Double> waits) {
        return String.format(
                Locale.ROOT, "%.1f to %.1f s, of %d", Collections.min(waits), Collections.max(waits), waits.size());
    }
}
