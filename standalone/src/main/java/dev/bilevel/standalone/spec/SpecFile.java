package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Problem;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A spec file with what `--set` changes in it.
public final class SpecFile {
    private SpecFile() {}

    /// Reads the spec. Relative paths in the file start from the file's folder, those in `settings` from `here`.
    ///
    /// @param settings each `path=value`, later ones win
    /// @throws CommandFailed (wrong input) with a line for each problem
    public static StudySpec read(Path file, List<String> settings, Path here) {
        List<Setting> parsed = settings.stream().map(Setting::parse).toList();
        String text = text(file);
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            ObjectNode tree = SpecTree.withPathsFrom(folder, SpecTree.parse(text));
            for (Setting setting : parsed) {
                tree = setting.applyTo(tree, here);
            }
            return StudySpec.fromJson(tree);
        } catch (InvalidSpec e) {
            throw CommandFailed.wrongInput(e.problems().stream()
                    .map(Problem::message)
                    .map(message -> file + ": " + message)
                    .toList());
        }
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(file) ? "is a folder" : "is no file";
            throw CommandFailed.wrongInput(
                    file + ": " + found + ", expected a study spec, such as examples/quickstart.yaml");
        }
        try {
            if (Files.size(file) > SpecTree.LARGEST) {
                throw CommandFailed.wrongInput(
                        file + ": is larger than " + SpecTree.LARGEST + " bytes, expected a study spec");
            }
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            throw CommandFailed.wrongInput(file + ": is no UTF-8 text, expected a study spec");
        } catch (IOException e) {
            throw CommandFailed.wrongInput(file + ": cannot be read: " + e.getMessage());
        }
    }
}
