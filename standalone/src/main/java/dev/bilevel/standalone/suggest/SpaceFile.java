package dev.bilevel.standalone.suggest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.InvalidSpace;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.spec.TextFile;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.SpecTree;

import java.nio.file.Path;
import java.util.Map;

/// A search space in a file of its own: the same tree as a study's `outer.space`, alone or under the key `space`.
public final class SpaceFile {
    private static final String WHAT = "a search space, such as x1: {uniform: [0, 1]}";

    private SpaceFile() {}

    /// @throws CommandFailed (wrong input) naming file and field
    public static Space read(Path file) {
        String text = TextFile.read(file, WHAT);
        try {
            ObjectNode tree = unwrapped(SpecTree.parse(text, "space", WHAT));
            return Space.parse(SpecTree.plain(tree));
        } catch (InvalidSpec | InvalidSpace e) {
            throw CommandFailed.wrongInput(file + ": " + e.getMessage());
        }
    }

    /// A parameter's tree holds lists and scalars; only a whole space holds nothing but objects.
    private static ObjectNode unwrapped(ObjectNode tree) {
        boolean wrapped = tree.size() == 1
                && tree.get("space") instanceof ObjectNode space
                && !space.isEmpty()
                && space.properties().stream().map(Map.Entry::getValue).allMatch(JsonNode::isObject);
        return wrapped ? (ObjectNode) tree.get("space") : tree;
    }
}
