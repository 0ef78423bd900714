package dev.bilevel.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A PostgreSQL server as a child process, for the user `postgres`, who needs no password from this machine. It
/// logs to `postgresql.log` in its folder.
public final class EmbeddedPostgresql implements KillableServer {
    /// What a crash of the machine may cost.
    public enum Durability {
        /// Nothing that was committed.
        KEPT,
        /// Everything; for throw-away stacks, which start and commit faster that way. A killed process costs the last
        /// few transactions.
        THROWN_AWAY
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final ServerProcess process;
    private final ServerLog log;

    private EmbeddedPostgresql(EmbeddedPostgres server, ServerProcess process, ServerLog log) {
        this.server = server;
        this.process = process;
        this.log = log;
    }

    /// Starts a throw-away server on a free port.
    public static EmbeddedPostgresql start(Path folder) throws IOException {
        return start(folder, 0, Durability.THROWN_AWAY);
    }

    /// Starts a server; returns when it serves.
    ///
    /// @param folder of its data; initialised if it is new, else everything in it is there again
    /// @param port to listen on at 127.0.0.1; 0 for a free one
    public static EmbeddedPostgresql start(Path folder, int port, Durability durability) throws IOException {
        Path home = Files.createDirectories(folder.toAbsolutePath().normalize());
        Path data = home.resolve("data");
        Leftover.end(data.resolve("postmaster.pid"), "postgres", "INT");
        ServerLog log = ServerLog.open(home.resolve("postgresql.log"), ServerLog.POSTGRESQL);
        int chosen = Ports.chosen(port);
        String sync = durability == Durability.KEPT ? "on" : "off";
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPort(chosen)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries().toFile())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("fsync", sync)
                    .setServerConfig("synchronous_commit", sync)
                    .setServerConfig("full_page_writes", sync)
                    .setServerConfig("shared_buffers", "32MB")
                    .start();
            return new EmbeddedPostgresql(server, ServerProcess.of(data.resolve("postmaster.pid")), log);
        } catch (IOException | RuntimeException e) {
            log.close();
            throw new IOException(
                    "PostgreSQL does not start in " + home + " on port " + chosen + ": " + e.getMessage(), e);
        }
    }

    /// Where the server's programs are unpacked, once for each user: what one user has unpacked, another could not
    /// lock.
    private static Path binaries() throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path wanted = (cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache))
                .resolve("bilevel")
                .resolve("postgresql");
        try {
            Files.createDirectories(wanted);
            if (Files.isWritable(wanted)) {
                return wanted;
            }
        } catch (IOException _) {
            // A user without a home, as in a container.
        }
        return Files.createTempDirectory("bilevel-postgresql");
    }

    /// For JDBC, the user in it.
    public String jdbcUrl() {
        return "jdbc:" + url() + "?user=" + USER;
    }

    /// For a reactive client: `postgresql://127.0.0.1:<port>/postgres`; [#user()] beside it.
    public String url() {
        return "postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    /// Who connects; any password does.
    public String user() {
        return USER;
    }

    @Override
    public long pid() {
        return process.handle().pid();
    }

    @Override
    public boolean alive() {
        return process.alive();
    }

    @Override
    public void kill() throws IOException {
        process.kill();
        close();
    }

    /// Stops the server in good order. A second call does nothing.
    @Override
    public void close() throws IOException {
        server.close();
        log.close();
    }
}
