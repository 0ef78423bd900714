package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the project lies, and what was built in it.
///
/// @param root the folder of `./bilevel`
public record Installation(Path root) {
    public Installation {
        root = root.toAbsolutePath().normalize();
    }

    /// As `./bilevel` says it (system property `bilevel.root`).
    public static Installation current() {
        String root = System.getProperty("bilevel.root");
        if (root == null) {
            throw CommandFailed.wrongInput("bilevel.root: is not set, expected the project's folder; run ./bilevel");
        }
        return new Installation(Path.of(root));
    }

    /// The service's runnable jar.
    Path jar(Service service) {
        Path jar = root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw CommandFailed.failed(
                    jar + ": is missing, expected the built " + service.module() + "; run ./mvnw package");
        }
        return jar;
    }

    /// The `java` of the JDK that runs this process.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
