package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Problem;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.StudySpec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A spec file with what `--set` changes in it.
public final class SpecFile {
    /// Leaves room for the rest of the event.
    private static final int LARGEST_RESOLVED = EventCodec.LARGEST_VALUE - 4096;

    private SpecFile() {}

    /// Reads the spec. Relative paths in the file start from the file's folder, those in `settings` from `here`.
    ///
    /// @param settings each `path=value`, later ones win
    /// @throws CommandFailed (wrong input) with a line for each problem
    public static StudySpec read(Path file, List<String> settings, Path here) {
        settings.forEach(Setting::parse);
        String text = TextFile.read(file, "a study spec, such as examples/quickstart.yaml");
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            return read(
                    file,
                    SpecTree.withPathsFrom(folder, HubModels.marked(folder, SpecTree.parse(text))),
                    settings,
                    here);
        } catch (InvalidSpec e) {
            throw wrong(file, settings, e);
        }
    }

    /// Reads a spec that is a tree already. Relative paths in `settings` start from `here`.
    ///
    /// @param file where the tree comes from, for messages
    /// @param settings each `path=value`, later ones win
    /// @throws CommandFailed (wrong input) with a line for each problem
    public static StudySpec read(Path file, ObjectNode tree, List<String> settings, Path here) {
        try {
            ObjectNode changed = tree;
            for (String setting : settings) {
                changed = Setting.parse(setting).applyTo(changed, here);
            }
            return fitting(file, HubModels.pinned(file, EarlierStudy.embedded(changed), HubModels.Commits::now));
        } catch (InvalidSpec e) {
            throw wrong(file, settings, e);
        }
    }

    private static CommandFailed wrong(Path file, List<String> settings, InvalidSpec invalid) {
        List<Setting> set = settings.stream().map(Setting::parse).toList();
        return CommandFailed.wrongInput(invalid.problems().stream()
                .map(problem -> message(file, set, problem))
                .toList());
    }

    /// Names who has to mend it: the setting that reached the field, or the file.
    private static String message(Path file, List<Setting> settings, Problem problem) {
        return settings.reversed().stream()
                        .filter(setting -> setting.reaches(problem.field()))
                        .findFirst()
                        .map(setting -> setting.dotted().equals(problem.field())
                                ? "--set "
                                : "--set " + setting.dotted() + ": ")
                        .orElse(file + ": ")
                + problem.message();
    }

    /// A spec travels as one event.
    private static StudySpec fitting(Path file, StudySpec spec) {
        int bytes = spec.toJson().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST_RESOLVED) {
            throw CommandFailed.wrongInput(file + ": is " + bytes + " bytes with "
                    + spec.outer().earlier().size() + " earlier observations, expected at most " + LARGEST_RESOLVED);
        }
        return spec;
    }
}
