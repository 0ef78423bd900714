package dev.bilevel.embedded;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/// A Kafka broker in this process: the real one, KRaft, with share groups and transactions. It logs to `kafka.log`
/// in its folder. A topic exists once somebody created it ([Provision]).
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaRaftServer server;
    private final ServerLog log;
    private final int port;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, ServerLog log, int port) {
        this.server = server;
        this.log = log;
        this.port = port;
    }

    /// Starts a broker on a free port.
    public static EmbeddedKafka start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /// Starts a broker; returns when it serves.
    ///
    /// @param folder of its data; formatted if it is new, else everything in it is there again
    /// @param port to listen on at 127.0.0.1; 0 for a free one
    /// @throws IOException if the folder cannot be used or the broker does not start
    public static EmbeddedKafka start(Path folder, int port) throws IOException {
        return start(folder, port, ServerLog.BROKER);
    }

    static EmbeddedKafka start(Path folder, int port, List<String> logged) throws IOException {
        Path home = folder.toAbsolutePath().normalize();
        ServerLog log = ServerLog.open(home.resolve("kafka.log"), logged);
        int chosen = Ports.chosen(port);
        Path data = home.resolve("data");
        Properties properties = KafkaSettings.of(data, chosen, Ports.chosen(0));
        try {
            if (Files.exists(data.resolve("meta.properties"))) {
                FormerBroker.retire(data);
            } else {
                format(home, properties);
            }
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, log, chosen);
        } catch (IOException | RuntimeException e) {
            log.close();
            throw new IOException("Kafka does not start in " + home + " on port " + chosen + ": " + e.getMessage(), e);
        }
    }

    private static void format(Path home, Properties properties) throws IOException {
        Path file = home.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("formatting failed: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    /// What a client sets as `bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// Waits until the broker has ended, which something else makes it do.
    void await() {
        server.awaitShutdown();
    }

    /// Stops the broker in good order. A second call does nothing.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
            log.close();
        }
    }
}
