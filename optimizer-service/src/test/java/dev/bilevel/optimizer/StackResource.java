package dev.bilevel.optimizer;

import dev.bilevel.embedded.EmbeddedStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Kafka, PostgreSQL and Redis for the service under test: the real ones, thrown away afterwards.
public class StackResource implements QuarkusTestResourceLifecycleManager {
    private Path folder;
    private EmbeddedStack stack;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("bilevel-optimizer-test");
            stack = EmbeddedStack.start(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> properties = new HashMap<>(stack.properties());
        properties.put("bilevel.optimizer.base", "/studies");
        // Small enough for the journal of a small study to come in several parts.
        properties.put("bilevel.optimizer.rest.import-part", "16384");
        return properties;
    }

    @Override
    public void stop() {
        try {
            stack.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
