package dev.bilevel.worker.testing;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.store.Stores;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Adobe's S3Mock as a process of its own, with one empty bucket, on a port that was free. Takes any credentials.
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "bilevel";

    /// System properties that the AWS SDK looks at.
    public static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private static final Pattern STARTED =
            Pattern.compile("started on ports .*?(\\d+) \\(http\\)(?s:.*)Started S3MockApplication");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it and waits until it answers.
    ///
    /// @param folder for its files and its log
    public static S3Server start(Path folder) throws IOException {
        Path log = Files.createDirectories(folder).resolve("log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.http-port=0",
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                        "--com.adobe.testing.s3mock.store.root=" + Files.createDirectories(folder.resolve("data")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            Matcher started = STARTED.matcher(Files.readString(log));
            if (started.find()) {
                return new S3Server(process, Integer.parseInt(started.group(1)));
            }
            pause();
        }
        process.destroyForcibly();
        throw new IOException("the S3 server did not start: " + Files.readString(log));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The store of a worker on another machine: the same objects, and no copies of them yet.
    public static CheckpointStore elsewhere(StoreConfig config, Path copies) {
        return Stores.open(new Elsewhere(
                config.location(), config.endpoint(), config.region(), config.pathStyle(), copies, config.cacheSize()));
    }

    private record Elsewhere(
            String location,
            Optional<URI> endpoint,
            String region,
            Optional<Boolean> pathStyle,
            Path cache,
            long cacheSize)
            implements StoreConfig {}

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String jar() {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Path.of(entry).getFileName().toString().startsWith("s3mock-")) {
                return entry;
            }
        }
        throw new IllegalStateException("com.adobe.testing:s3mock:exec is not on the class path of the tests");
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
