package dev.bilevel.embedded;

import redis.embedded.RedisServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A Redis server as a child process. It keeps a snapshot in its folder, and logs to `redis.log` there.
public final class EmbeddedRedis implements KillableServer {
    private static final Duration BUSY_MOMENT = Duration.ofMillis(100);
    private static final int BUSY_MOMENTS = 50;
    /// For a snapshot of at most 128 MB.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final RedisServer server;
    private final ServerProcess process;
    private final int port;

    private EmbeddedRedis(RedisServer server, ServerProcess process, int port) {
        this.server = server;
        this.process = process;
        this.port = port;
    }

    /// Starts a server on a free port.
    public static EmbeddedRedis start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /// Starts a server; returns when it serves.
    ///
    /// @param folder of its snapshot, read again at the next start
    /// @param port to listen on at 127.0.0.1; 0 for a free one
    public static EmbeddedRedis start(Path folder, int port) throws IOException {
        Path home = Files.createDirectories(folder.toAbsolutePath().normalize());
        Path pid = home.resolve("redis.pid");
        Leftover.end(pid, "redis-server", "TERM");
        int chosen = Ports.chosen(port);
        RedisServer server = RedisServer.newRedisServer()
                .port(chosen)
                .setting("bind 127.0.0.1")
                .setting("dir \"" + home + "\"")
                .setting("pidfile \"" + pid + "\"")
                .setting("save 60 1")
                .setting("maxmemory 128mb")
                .setting("maxmemory-policy volatile-lru")
                .build();
        try {
            run(server);
            return new EmbeddedRedis(server, ServerProcess.of(pid), chosen);
        } catch (IOException | RuntimeException e) {
            throw new IOException("Redis does not start in " + home + " on port " + chosen + ": " + e.getMessage(), e);
        }
    }

    /// The executable was unpacked a moment ago. A process that another thread forked meanwhile, PostgreSQL's for
    /// one, holds it open for writing until it runs its own program, and so long Linux refuses with ETXTBSY.
    private static void run(RedisServer server) throws IOException {
        for (int left = BUSY_MOMENTS; ; left--) {
            try {
                server.start();
                return;
            } catch (IOException e) {
                if (left == 0 || !isBusy(e)) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_MOMENT.toNanos());
            }
        }
    }

    private static boolean isBusy(Throwable e) {
        return e != null && (String.valueOf(e.getMessage()).contains("Text file busy") || isBusy(e.getCause()));
    }

    /// What a client connects to: `redis://127.0.0.1:<port>`.
    public String url() {
        return "redis://127.0.0.1:" + port;
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

    /// Stops the server after a last snapshot, or without one where it cannot be written: Redis would rather go on for
    /// ever. A second call does nothing.
    @Override
    public void close() throws IOException {
        process.end(PATIENCE);
        server.stop();
    }
}
