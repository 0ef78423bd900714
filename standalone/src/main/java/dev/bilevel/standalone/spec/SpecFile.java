package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Problem;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.StudySpec;

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
        String text = TextFile.read(file, "a study spec, such as examples/quickstart.yaml");
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
}
