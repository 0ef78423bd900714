package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a part of the stack wrote about itself.
///
/// @param title as a person calls the part
record ServerLog(String title, Path file) {
    private static final int LAST_LINES = 15;
    /// With less than this left, servers stop in the middle of something.
    private static final long FULL = 4 << 20;

    /// What to say where the part does not do what it should: how, and the end of its log.
    CommandFailed failed(String how) {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + how + "; its log: " + file);
        outOfSpace().ifPresent(lines::add);
        lastLines().forEach(line -> lines.add("  " + line));
        return CommandFailed.failed(lines.toArray(String[]::new));
    }

    /// The likely reason for whatever it is.
    private Optional<String> outOfSpace() {
        try {
            Path folder = file.toAbsolutePath().getParent();
            long left = Files.getFileStore(folder).getUsableSpace();
            return left < FULL
                    ? Optional.of("no space: " + folder + " has " + left / 1024 + " kB left, expected some 100 MB")
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private List<String> lastLines() {
        try {
            // A process may die in the middle of a character.
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
        } catch (IOException e) {
            return List.of("(the log cannot be read: " + e.getMessage() + ")");
        }
    }
}
