package dev.bilevel.embedded;

import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Sends what servers log inside this JVM to a file instead of the terminal.
///
/// Clients share loggers with the broker (`org.apache.kafka`), so in the tests of a service the client's messages
/// go there as well, except warnings, which stay visible.
final class ServerLog implements AutoCloseable {
    static final List<String> KAFKA = List.of(
            "kafka", "org.apache.kafka", "state.change.logger", "com.yammer", "io.netty", "org.apache.zookeeper");
    static final List<String> POSTGRESQL = List.of("io.zonky.test");

    private final FileHandler handler;
    private final List<Logger> loggers;

    private ServerLog(FileHandler handler, List<Logger> loggers) {
        this.handler = handler;
        this.loggers = loggers;
    }

    static ServerLog open(Path file, List<String> names) throws IOException {
        Files.createDirectories(file.getParent());
        FileHandler handler = new FileHandler(
                new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] %s%e%n"), file.toFile(), true);
        List<Logger> loggers = names.stream().map(Logger::getLogger).toList();
        for (Logger logger : loggers) {
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
            logger.setLevel(Level.INFO);
        }
        return new ServerLog(handler, loggers);
    }

    /// What is logged from now on goes nowhere: a server that is gone has nothing to tell a terminal.
    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.removeHandler(handler);
        }
        handler.close();
    }
}
