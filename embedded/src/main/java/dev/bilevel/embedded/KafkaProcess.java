package dev.bilevel.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A broker as a process of its own, with a small heap: it may be killed and started again on the same folder and
/// port.
///
/// `main` prints one line, `READY <bootstrap servers>`, once it serves, and ends in good order when it is asked to
/// (SIGTERM).
public final class KafkaProcess implements AutoCloseable {
    private static final String READY = "READY ";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final String bootstrapServers;

    private KafkaProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /// Runs a broker until this process is asked to end.
    ///
    /// @param args folder of its data; port, 0 for a free one; optionally `--while-stdin-open`: end as well when
    ///     standard input ends, which it does when the parent dies
    public static void main(String[] args) {
        if (args.length < 2) {
            System.err.println("usage: KafkaProcess FOLDER PORT [--while-stdin-open]");
            System.exit(2);
        }
        try {
            EmbeddedKafka kafka =
                    EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), ServerLog.BROKER_PROCESS);
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "close-kafka"));
            System.out.println(READY + kafka.bootstrapServers());
            if (List.of(args).contains("--while-stdin-open")) {
                while (System.in.read() >= 0) {
                    // Nothing is expected here but the end.
                }
                System.exit(0);
            }
            kafka.await();
        } catch (IOException | NumberFormatException e) {
            System.err.println("KafkaProcess: " + e.getMessage());
            System.exit(1);
        }
    }

    /// Starts a broker in a child process with this process's Java and class path; returns when it serves. The
    /// child ends when this process does, however that happens.
    ///
    /// @param port to listen on at 127.0.0.1; 0 for a free one
    public static KafkaProcess start(Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(command(folder, port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new KafkaProcess(process, ready(process));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// The command that [#start(Path, int)] runs, for those who start it in their own way.
    public static List<String> command(Path folder, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // The client unmaps buffers through Unsafe, of which newer JVMs warn.
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName(),
                folder.toAbsolutePath().toString(),
                Integer.toString(port),
                "--while-stdin-open");
    }

    private static String ready(Process process) throws IOException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String said = out.readLine();
                while (said != null && !said.startsWith(READY)) {
                    said = out.readLine();
                }
                line.complete(said);
                while (said != null) {
                    said = out.readLine();
                }
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            String said = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (said == null) {
                throw new IOException("Kafka's process ended before it served; its log is in its folder");
            }
            return said.substring(READY.length());
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka's process does not serve", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Kafka's process was starting", e);
        }
    }

    /// What a client sets as `bootstrap.servers`.
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Whether the process is still there.
    public boolean alive() {
        return process.isAlive();
    }

    /// Kills the process as a crash would, and waits until it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Asks the process to end in good order, and waits until it has.
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException _) {
            process.destroyForcibly();
        }
    }
}
