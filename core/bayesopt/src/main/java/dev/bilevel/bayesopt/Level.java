package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;

/// Everything that a level's suggestions depend on, besides its history.
///
/// @throws InvalidConfiguration where a given point is not in the space
public record Level(Space space, Goal goal, Acquisition acquisition, Design design, long seed) {
    public Level {
        List<Configuration> given = new ArrayList<>();
        for (int i = 0; i < design.given().size(); i++) {
            given.add(within(space, "design.given[" + i + "]", design.given().get(i)));
        }
        design = new Design(given, design.size());
    }

    /// The configuration with its values in the space's own types.
    static Configuration within(Space space, String where, Configuration configuration) {
        try {
            return space.read(configuration.values());
        } catch (InvalidConfiguration e) {
            throw new InvalidConfiguration(where + "." + e.field(), e.found(), e.expected());
        }
    }
}
