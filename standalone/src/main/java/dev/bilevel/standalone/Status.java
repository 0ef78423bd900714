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
        UpState up = UpState.require(Installation.current());
        ObjectNode tree = new ObjectMapper().createObjectNode();
        boolean allReady = true;
        for (var service : up.services().entrySet()) {
            boolean ready = Health.ready(service.getValue());
            allReady &= ready;
            tree.putObject(service.getKey().title())
                    .put("url", service.getValue().toString())
                    .put("ready", ready);
        }
        if (json) {
            System.out.println(tree.toPrettyString());
        } else {
            tree.properties()
                    .forEach(entry -> System.out.printf(
                            "%-10s %-9s %s%n",
                            entry.getKey(),
                            entry.getValue().path("ready").asBoolean() ? "ready" : "not ready",
                            entry.getValue().path("url").asText()));
        }
        return allReady ? CommandLine.ExitCode.OK : CommandFailed.FAILED;
    }
}
