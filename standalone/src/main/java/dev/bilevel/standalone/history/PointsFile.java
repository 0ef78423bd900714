package dev.bilevel.standalone.history;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.Observations;

import java.nio.file.Path;
import java.util.List;

/// Configurations to try first: an object with a value for every parameter on each line.
public final class PointsFile {
    /// Most configurations.
    public static final int MOST = 10_000;

    private PointsFile() {}

    /// @throws CommandFailed (wrong input) naming file, line and field
    public static List<Configuration> read(Path file, Space space) {
        return new ObjectFile(file.toString(), MOST, "{\"x1\":0.37}")
                .read("configurations to try first", (object, _) -> Observations.configuration(object, space));
    }
}
