package dev.bilevel.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class LeftoverTest {
    @TempDir
    Path folder;

    @Test
    void serversThatAKilledProcessLeftBehindMakeWayForTheNextStart() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("READY");
            killed.destroyForcibly().onExit().join();
        }
        long postgres = pid("postgresql/data/postmaster.pid");
        long redis = pid("redis/redis.pid");
        assertThat(ProcessHandle.of(postgres))
                .as("PostgreSQL survives its parent")
                .isPresent();

        try (var _ = EmbeddedPostgresql.start(folder.resolve("postgresql"));
                var _ = EmbeddedRedis.start(folder.resolve("redis"))) {
            assertThat(gone(postgres)).isTrue();
            assertThat(gone(redis)).isTrue();
        }
    }

    @Test
    void anotherProcessWithTheSameIdIsLeftAlone() throws Exception {
        Path pidFile = Files.writeString(
                folder.resolve("redis.pid"), ProcessHandle.current().pid() + "\n");

        Leftover.end(pidFile, "redis-server", "TERM");

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void aPidFileThatIsMissingOrHoldsNoNumberMeansNothing() throws Exception {
        Leftover.end(folder.resolve("absent.pid"), "postgres", "INT");
        Leftover.end(Files.writeString(folder.resolve("odd.pid"), "what?"), "postgres", "INT");
    }

    private long pid(String file) throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve(file)).getFirst());
    }

    private static boolean gone(long pid) {
        return Optional.of(pid)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }
}
