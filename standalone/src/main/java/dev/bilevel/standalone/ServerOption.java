package dev.bilevel.standalone;

import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Service;
import picocli.CommandLine.Option;

import java.net.URI;

/// `--server URL`: which optimizer a command talks to.
final class ServerOption {
    private static final String EXPECTED = "expected the optimizer's address, such as http://localhost:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The optimizer's address. Default: that of the stack that ./bilevel up keeps running.")
    private String server;

    /// Whether it is the stack of this machine that `./bilevel up` keeps running.
    boolean isOurs() {
        return server == null;
    }

    /// @throws CommandFailed where it is no address, or none is given and no stack is up
    URI address() {
        return server == null
                ? UpState.require(Installation.current()).services().get(Service.OPTIMIZER)
                : parse(server);
    }

    private static URI parse(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for a URI of another kind.
        }
        throw CommandFailed.wrongInput("--server " + text + ": " + EXPECTED);
    }
}
