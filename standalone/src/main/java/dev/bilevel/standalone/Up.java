package dev.bilevel.standalone;

import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.standalone.stack.Ports;
import dev.bilevel.standalone.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `./bilevel up`: the stack, kept running in the foreground. Its data stays in `.bilevel/` for the next time.
@Command(
        name = "up",
        description = "Starts the stack and keeps it running until Ctrl-C or ./bilevel down; its data stays.",
        mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(
            names = "--port",
            paramLabel = "name=port",
            description =
                    "Fixes a port of optimizer, trainer, fusion, evaluator, kafka, postgres or redis. Default: free ones.")
    private Map<Part, Integer> ports = new EnumMap<>(Part.class);

    @Option(names = "--threads", description = "Threads inside one operator of a training. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Installation installation = Installation.current();
        UpState.read(installation).ifPresent(other -> {
            throw CommandFailed.failed("a stack is up already, as process " + other.pid() + "; see ./bilevel status");
        });
        if (threads < 1) {
            throw CommandFailed.wrongInput("--threads " + threads + ": expected at least 1");
        }
        Path folder = UpState.folder(installation);
        Stack.Folders folders =
                new Stack.Folders(folder.resolve("stack"), UpState.store(installation), folder.resolve("logs"));
        Files.createDirectories(folders.store());
        Files.createDirectories(folders.logs());
        Stack stack = new Stack(folders, Ports.choose(ports), Durability.KEPT);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stack.close();
                            UpState.forget(installation);
                        },
                        "signal"));
        try {
            System.err.println("starting Kafka, PostgreSQL, Redis and four services (logs: " + folders.logs() + ")");
            stack.start(installation, threads);
            new UpState(ProcessHandle.current().pid(), stack.services(), stack.kafka()).write(installation);
            System.err.println("up: " + stack.optimizer().resolve("/studies") + ", Kafka at " + stack.kafka()
                    + "; Ctrl-C or ./bilevel down stops it");
            while (true) {
                Thread.sleep(LOOK);
                stack.tend(line -> System.err.println("bilevel: " + line));
            }
        } catch (CommandFailed e) {
            if (stack.closed()) {
                Thread.currentThread().join();
            }
            throw e;
        }
    }
}
