package dev.bilevel.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where things come from and where they are kept, read from the environment: the variables of
/// `huggingface_hub`, with its meanings and defaults, and Bilevel's own for GLUE.
///
/// @param hub the hub's address, `HF_ENDPOINT`
/// @param glue the address of GLUE's files, `BILEVEL_GLUE_ENDPOINT`
/// @param hubCache `HF_HUB_CACHE`, else `$HF_HOME/hub`: shared with transformers
/// @param dataCache `$BILEVEL_HOME/glue`
/// @param token `HF_TOKEN`, else the content of `HF_TOKEN_PATH`, else of `$HF_HOME/token`
/// @param offline whether the caches must do: `HF_HUB_OFFLINE`
record Settings(URI hub, URI glue, Path hubCache, Path dataCache, Optional<Token> token, boolean offline) {
    private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");
    private static final int LONGEST_TOKEN_FILE = 4096;

    /// @throws HubFailed naming the variable that cannot be used
    static Settings of(Map<String, String> environment) throws HubFailed {
        Variables variables = new Variables(environment);
        Path caches = variables.path("XDG_CACHE_HOME").orElse(variables.home().resolve(".cache"));
        Path hugging = variables.path("HF_HOME").orElse(caches.resolve("huggingface"));
        return new Settings(
                variables.address("HF_ENDPOINT", "https://huggingface.co"),
                variables.address("BILEVEL_GLUE_ENDPOINT", "https://dl.fbaipublicfiles.com"),
                variables
                        .path("HF_HUB_CACHE")
                        .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
                        .orElse(hugging.resolve("hub")),
                variables.path("BILEVEL_HOME").orElse(caches.resolve("bilevel")).resolve("glue"),
                token(variables, variables.path("HF_TOKEN_PATH").orElse(hugging.resolve("token"))),
                variables.yes("HF_HUB_OFFLINE") || variables.yes("TRANSFORMERS_OFFLINE"));
    }

    private static Optional<Token> token(Variables variables, Path file) throws HubFailed {
        Optional<String> value = variables.get("HF_TOKEN");
        if (value.isPresent()) {
            return Token.of(value.get(), "HF_TOKEN");
        }
        if (variables.yes("HF_HUB_DISABLE_IMPLICIT_TOKEN") || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Token.of(new String(in.readNBytes(LONGEST_TOKEN_FILE), StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw HubFailed.forNow(file + ": the token cannot be read: " + e, e);
        }
    }

    private record Variables(Map<String, String> environment) {
        Optional<String> get(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        boolean yes(String name) {
            return get(name)
                    .map(value -> YES.contains(value.strip().toUpperCase(Locale.ROOT)))
                    .orElse(false);
        }

        Path home() {
            return Path.of(get("HOME").orElse(System.getProperty("user.home")));
        }

        Optional<Path> path(String name) {
            return get(name).map(value -> {
                String expanded = value.equals("~") || value.startsWith("~/") ? home() + value.substring(1) : value;
                return Path.of(expanded).toAbsolutePath().normalize();
            });
        }

        URI address(String name, String otherwise) throws HubFailed {
            String value = get(name).orElse(otherwise).strip().replaceAll("/+$", "");
            try {
                URI address = URI.create(value);
                boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
                if (web && address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null) {
                    return address;
                }
            } catch (IllegalArgumentException _) {
                // The same complaint.
            }
            // With a user's name and password in it, the value is nothing to print.
            String found = value.contains("@") ? "no address without a user" : "'" + value + "'";
            throw HubFailed.forGood(name + ": is " + found + ", expected an address such as " + otherwise);
        }
    }
}
