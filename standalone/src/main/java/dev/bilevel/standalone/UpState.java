package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The stack that `./bilevel up` keeps running, as the other commands find it.
///
/// @param pid of the `up` process
/// @param services where each service answers
/// @param kafka what Kafka's clients connect to
record UpState(long pid, Map<Service, URI> services, String kafka) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The folder where `up` keeps everything.
    static Path folder(Installation installation) {
        return installation.root().resolve(".bilevel");
    }

    /// The checkpoint store of that stack.
    static Path store(Installation installation) {
        return folder(installation).resolve("store");
    }

    /// The stack that is up, if there is one.
    static Optional<UpState> read(Installation installation) {
        try {
            JsonNode tree = JSON.readTree(Files.readString(file(installation)));
            Map<Service, URI> services = new EnumMap<>(Service.class);
            for (Service service : Service.values()) {
                services.put(
                        service,
                        URI.create(tree.path("services").path(service.title()).asText()));
            }
            UpState state = new UpState(
                    tree.path("pid").asLong(), services, tree.path("kafka").asText());
            return state.process().map(_ -> state);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandFailed.because(e, file(installation) + ": cannot be read: " + e.getMessage());
        }
    }

    /// @throws CommandFailed where no stack is up
    static UpState require(Installation installation) {
        return read(installation)
                .orElseThrow(() -> CommandFailed.failed("no stack is up; start one with ./bilevel up"));
    }

    void write(Installation installation) throws IOException {
        ObjectNode tree = JSON.createObjectNode().put("pid", pid).put("kafka", kafka);
        ObjectNode addresses = tree.putObject("services");
        services.forEach((service, address) -> addresses.put(service.title(), address.toString()));
        Files.writeString(file(installation), tree.toPrettyString() + "\n");
    }

    static void forget(Installation installation) {
        try {
            Files.deleteIfExists(file(installation));
        } catch (IOException _) {
            // The next reader sees that the process is gone.
        }
    }

    /// The `up` process, if it lives: a Java process with this id.
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().command().orElse("java").endsWith("java"));
    }

    private static Path file(Installation installation) {
        return folder(installation).resolve("up.json");
    }
}
