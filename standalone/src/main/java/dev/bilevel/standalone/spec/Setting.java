package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Problem;
import dev.bilevel.study.SpecTree;

import java.nio.file.Path;
import java.util.List;

/// One `--set path=value`: a field of the spec, and what it is on this run.
///
/// @param path names from the outside in: `outer`, `trials`
/// @param value YAML, so that `--set 'outer.space.epochs={int: [1, 2]}'` works too
record Setting(List<String> path, JsonNode value) {
    private static final String EXPECTED = "expected path=value, such as outer.trials=4";

    /// @throws CommandFailed (wrong input) where it is no `path=value`
    static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw CommandFailed.wrongInput("--set " + text + ": " + EXPECTED);
        }
        List<String> path = List.of(text.substring(0, equals).strip().split("\\.", -1));
        if (path.stream().anyMatch(String::isBlank)) {
            throw CommandFailed.wrongInput("--set " + text + ": has an empty name in its path, " + EXPECTED);
        }
        return new Setting(path, value(text, text.substring(equals + 1)));
    }

    private static JsonNode value(String text, String yaml) {
        try {
            return SpecTree.parse("value: " + yaml.strip()).path("value");
        } catch (InvalidSpec _) {
            throw CommandFailed.wrongInput("--set " + text + ": its value is no YAML, " + EXPECTED);
        }
    }

    /// The path as it was written.
    String dotted() {
        return String.join(".", path);
    }

    /// Whether a field is the one that is set, or lies within it or around it.
    boolean reaches(String field) {
        String set = dotted();
        return (field + ".").startsWith(set + ".")
                || field.startsWith(set + "[")
                || (set + ".").startsWith(field + ".");
    }

    /// The same tree with this field set; relative paths start from `folder`.
    ///
    /// @throws CommandFailed (wrong input) where the path leads through something that has no fields
    ObjectNode applyTo(ObjectNode tree, Path folder) {
        ObjectNode alone = tree.objectNode();
        set(alone);
        JsonNode resolved = SpecTree.withPathsFrom(folder, HubModels.marked(folder, alone));
        for (String name : path) {
            resolved = resolved.path(name);
        }
        ObjectNode changed = tree.deepCopy();
        new Setting(path, resolved).set(changed);
        return changed;
    }

    private void set(ObjectNode tree) {
        try {
            SpecTree.set(tree, path, value);
        } catch (InvalidSpec e) {
            Problem problem = e.problems().getFirst();
            throw CommandFailed.wrongInput("--set %s=%s: '%s' is %s, expected %s"
                    .formatted(dotted(), value, problem.field(), problem.found(), problem.expected()));
        }
    }
}
