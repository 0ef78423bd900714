package dev.bilevel.embedded;

import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ErrorManager;

/// Sends what servers log inside this JVM to a file instead of the terminal.
final class ServerLog implements AutoCloseable {
    /// The packages of the broker; `org.apache.kafka.clients` is not among them, since in the tests of a service
    /// that is the service's own voice.
    static final List<String> BROKER = List.of(
            "kafka",
            "org.apache.kafka.common",
            "org.apache.kafka.controller",
            "org.apache.kafka.coordinator",
            "org.apache.kafka.image",
            "org.apache.kafka.metadata",
            "org.apache.kafka.queue",
            "org.apache.kafka.raft",
            "org.apache.kafka.security",
            "org.apache.kafka.server",
            "org.apache.kafka.snapshot",
            "org.apache.kafka.storage",
            "org.apache.kafka.timeline",
            "state.change.logger");

    /// Everything, for a process that is nothing but a broker.
    static final List<String> BROKER_PROCESS = List.of("kafka", "org.apache.kafka", "state.change.logger");

    static final List<String> POSTGRESQL = List.of("io.zonky.test");

    /// Hundreds of lines at each start, of configuration, of partitions that change hands, of members that come and
    /// go: only their warnings are worth a line.
    private static final List<String> CHATTER =
            List.of("org.apache.kafka.common.config", "org.apache.kafka.clients", "state.change.logger");

    /// Held, for a logger that nobody holds forgets its level.
    private static final List<Logger> CHATTERERS =
            CHATTER.stream().map(Logger::getLogger).toList();

    /// Warns at each stop of a broker that something was closed twice.
    private static final Logger NETWORK_CLIENT = Logger.getLogger("org.apache.kafka.clients.NetworkClient");

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
        // A full disk is told by what it keeps from working, not by a stack trace for each line.
        handler.setErrorManager(new ErrorManager() {
            @Override
            public void error(String message, Exception e, int code) {}
        });
        List<Logger> loggers = names.stream().map(Logger::getLogger).toList();
        for (Logger logger : loggers) {
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
            logger.setLevel(Level.INFO);
        }
        CHATTERERS.forEach(logger -> logger.setLevel(Level.WARN));
        NETWORK_CLIENT.setFilter(record -> !record.getMessage().contains("already been closed"));
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
