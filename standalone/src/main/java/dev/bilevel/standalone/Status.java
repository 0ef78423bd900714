package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.stack.Health;
import dev.bilevel.standalone.stack.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `./bilevel status`: which services of the stack that is up are ready.
@Command(
        name = "status",
        description = "Shows the stack that ./bilevel up keeps running.",
        mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = Installation.current();
        UpState up = UpState.require(installation);
        ObjectNode tree = new ObjectMapper().createObjectNode();
        ObjectNode services = tree.putObject("services");
        boolean allReady = true;
        for (var service : up.services().entrySet()) {
            boolean ready = Health.ready(service.getValue());
            allReady &= ready;
            services.putObject(service.getKey().title())
                    .put("url", service.getValue().toString())
                    .put("ready", ready);
        }
        String store = UpState.store(installation).toString();
        if (json) {
            System.out.println(tree.put("kafka", up.kafka()).put("store", store).toPrettyString());
        } else {
            services.properties()
                    .forEach(entry -> line(
                            entry.getKey(),
                            entry.getValue().path("ready").asBoolean() ? "ready" : "not ready",
                            entry.getValue().path("url").asText()));
            line("kafka", "", up.kafka());
            line("store", "", store);
        }
        return allReady ? CommandLine.ExitCode.OK : CommandFailed.FAILED;
    }

    private static void line(String part, String state, String place) {
        System.out.printf("%-10s %-9s %s%n", part, state, place);
    }
}
