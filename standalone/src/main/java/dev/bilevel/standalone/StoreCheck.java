package dev.bilevel.standalone;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.events.Artifact;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Needed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether a store has what a study needs to go on.
final class StoreCheck {
    private StoreCheck() {}

    /// @param file the study's journal, for messages
    /// @throws CommandFailed (wrong input) where a file is missing, or is another than it was
    static void require(Path file, Study study, Path folder) {
        List<Artifact> needed = Needed.by(study);
        if (needed.isEmpty()) {
            return;
        }
        List<String> problems = Files.isDirectory(folder)
                ? problems(needed, new CheckpointStore(folder))
                : needed.stream()
                        .map(artifact -> artifact.uri() + ": is missing")
                        .toList();
        if (!problems.isEmpty()) {
            throw CommandFailed.wrongInput(file + ": the study needs " + needed.size()
                    + " files to go on, and the store " + folder + " lacks "
                    + problems.size() + ", such as " + problems.getFirst()
                    + "; expected studies/" + study.id() + " copied there from the store that it ran on, or a fork:"
                    + " ./bilevel fork does not run again what is settled");
        }
    }

    private static List<String> problems(List<Artifact> needed, CheckpointStore store) {
        List<String> problems = new ArrayList<>();
        for (Artifact artifact : needed) {
            try {
                store.verified(artifact.uri(), artifact.sha256(), artifact.bytes());
            } catch (OutsideStore | CorruptArtifact | IOException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }
}
