package dev.bilevel.embedded;

import java.nio.file.Path;

/// A process that starts PostgreSQL and Redis, to be killed.
final class Servers {
    private Servers() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (var _ = EmbeddedPostgresql.start(folder.resolve("postgresql"));
                var _ = EmbeddedRedis.start(folder.resolve("redis"))) {
            System.out.println("READY");
            System.in.read();
        }
    }
}
