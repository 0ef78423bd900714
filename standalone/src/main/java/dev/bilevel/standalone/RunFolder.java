package dev.bilevel.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// `runs/<study id>/`: what a run works with, and what it leaves.
record RunFolder(Path root) {
    RunFolder {
        root = root.toAbsolutePath().normalize();
    }

    /// A new folder.
    ///
    /// @throws CommandFailed (wrong input) where it exists already, or cannot be made
    static RunFolder create(Path runs, String studyId) {
        RunFolder folder = new RunFolder(runs.resolve(studyId));
        if (Files.exists(runs) && !Files.isDirectory(runs)) {
            throw CommandFailed.wrongInput("--runs " + runs + ": is a file, expected a folder");
        }
        try {
            Files.createDirectories(folder.root.getParent());
            Files.createDirectory(folder.root);
            Files.createDirectory(folder.logs());
            Files.createDirectory(folder.store());
        } catch (java.nio.file.FileAlreadyExistsException _) {
            throw CommandFailed.wrongInput(
                    "--id " + studyId + ": " + folder.root + " exists already, expected an id that is new");
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--runs " + runs + ": cannot be written: " + e);
        }
        return folder;
    }

    /// A log for each process; stays.
    Path logs() {
        return root.resolve("logs");
    }

    /// The checkpoint store; goes unless it is asked to stay.
    Path store() {
        return root.resolve("store");
    }

    /// What Kafka, PostgreSQL and Redis write; goes.
    Path stack() {
        return root.resolve("stack");
    }

    Path journal() {
        return root.resolve("journal.ndjson");
    }

    /// A study that was submitted a moment ago has no entry yet, and a file without one is no journal.
    ///
    /// @return whether there was such a file
    boolean dropEmptyJournal() {
        try {
            return Files.size(journal()) == 0 && Files.deleteIfExists(journal());
        } catch (IOException _) {
            return false;
        }
    }

    Path result() {
        return root.resolve("result.json");
    }

    Path model() {
        return root.resolve("model");
    }

    /// Keeps what Kafka, PostgreSQL and Redis logged: `logs/<server>-server.log`.
    void keepServerLogs() {
        if (!Files.isDirectory(stack())) {
            return;
        }
        try (Stream<Path> files =
                Files.find(stack(), 2, (file, _) -> file.toString().endsWith(".log"))) {
            for (Path file : files.toList()) {
                Path kept = logs().resolve(file.getParent().getFileName() + "-server.log");
                Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bilevel: could not keep the servers' logs: " + e.getMessage());
        }
    }
}
