package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.InvalidSpace;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.history.EarlierFile;
import dev.bilevel.study.Observations;
import dev.bilevel.study.SpecTree;

import java.nio.file.Path;

/// Puts what a spec's `outer.earlier` names into the spec itself, so that the study's journal tells everything that its
/// decisions depend on, and so that the optimizer never opens a file that somebody else names.
final class EarlierStudy {
    private EarlierStudy() {}

    /// The same tree with observations instead of a file's name.
    ///
    /// @throws CommandFailed (wrong input) naming file, line and field
    static ObjectNode embedded(ObjectNode tree) {
        if (!(tree.get("outer") instanceof ObjectNode outer)
                || !outer.path("earlier").isTextual()) {
            return tree;
        }
        ObjectNode embedded = tree.deepCopy();
        ArrayNode observations = ((ObjectNode) embedded.get("outer")).putArray("earlier");
        if (outer.get("space") instanceof ObjectNode space) {
            try {
                EarlierFile.read(Path.of(outer.get("earlier").textValue()), Space.parse(SpecTree.plain(space)))
                        .forEach(observation -> observations.add(Observations.write(observation)));
            } catch (InvalidSpace _) {
                // Whoever reads the spec's fields says so; the file cannot be compared with such a space.
                return embedded;
            }
        }
        return embedded;
    }
}
