package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The real servers, killed as a crash would, and started again where they were.
@Timeout(300)
class KilledPartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final Ports ports = Ports.choose(new EnumMap<>(Part.class));
    private final Leash leash = Leash.take();
    private Launcher launcher;
    private Running running;

    @BeforeEach
    void layOut() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        for (Service service : Service.values()) {
            Path jar = folder.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
        }
        launcher = new Launcher(
                new Installation(folder),
                new Stack.Folders(folder.resolve("data"), folder.resolve("store"), logs),
                ports,
                Durability.THROWN_AWAY,
                1,
                leash);
    }

    @AfterEach
    void stop() throws Exception {
        running.kill();
        leash.close();
    }

    @Test
    void aKilledPostgresqlComesBackWithWhatItHad() throws Exception {
        launch(Part.POSTGRES);
        sql("create table studies(id text)");
        sql("checkpoint");

        kill();
        launch(Part.POSTGRES);

        sql("insert into studies values ('s1')");
    }

    @Test
    void aWipedPostgresqlComesBackEmpty() throws Exception {
        launch(Part.POSTGRES);
        sql("create table studies(id text)");

        kill();
        launcher.dispensable(Part.POSTGRES).ifPresent(Scratch::delete);
        launch(Part.POSTGRES);

        assertThatThrownBy(() -> sql("select id from studies"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void aKilledRedisComesBackWithItsLastSnapshotAndAWipedOneWithNothing() throws Exception {
        launch(Part.REDIS);
        assertThat(redis("SET progress 7")).isEqualTo("+OK");
        assertThat(redis("SAVE")).isEqualTo("+OK");

        kill();
        launch(Part.REDIS);
        assertThat(redis("GET progress")).isEqualTo("$1");

        kill();
        launcher.dispensable(Part.REDIS).ifPresent(Scratch::delete);
        launch(Part.REDIS);
        assertThat(redis("GET progress")).isEqualTo("$-1");
    }

    @Test
    void aKilledBrokerComesBackOnItsPortWithItsTopics() throws Exception {
        launch(Part.KAFKA);

        kill();
        assertThat(running.ending()).isEqualTo("exit status 137");
        launch(Part.KAFKA);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", launcher.kafka()))) {
            assertThat(admin.listTopics().names().get()).contains("bilevel.journal");
        }
    }

    private void launch(Part part) throws InterruptedException {
        running = launcher.launch(part);
        running.awaitReady(PATIENCE);
        assertThat(running.alive()).isTrue();
    }

    private void kill() throws InterruptedException {
        running.kill();
        assertThat(running.alive()).isFalse();
    }

    private void sql(String statement) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + ports.of(Part.POSTGRES) + "/postgres?user=postgres";
        try (var connection = DriverManager.getConnection(url);
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    /// The first line of Redis's answer.
    private String redis(String command) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", ports.of(Part.REDIS))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
