package dev.bilevel.standalone;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.InvalidAcquisition;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.SpecTree;

/// What `--acquisition` says: a name, or YAML such as `{ucb: {beta: 3}}`, as in a study's spec.
final class AcquisitionOption {
    private AcquisitionOption() {}

    /// @throws CommandFailed (wrong input) naming field, value and expectation
    static Acquisition read(String text) {
        try {
            var tree = SpecTree.parse("acquisition: " + text, "acquisition", "a name such as logei");
            return Acquisition.parse(SpecTree.plain(tree.get("acquisition")));
        } catch (InvalidSpec | InvalidAcquisition e) {
            throw CommandFailed.wrongInput("--" + e.getMessage());
        }
    }
}
