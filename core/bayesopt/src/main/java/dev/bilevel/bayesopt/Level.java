package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;

/// Everything that a level's suggestions depend on, besides its history. There is none ([InvalidConfiguration]) with a
/// given point or an earlier observation that is not in the space, or with an earlier one that is pending.
///
/// @param earlier what is known from an earlier study of the same objective: a value or a failure each. The surrogate
///     learns from it and nothing in it is suggested again, but it is no part of the history: a level's first
///     suggestion has index 0 all the same. Where it holds at least `design.size` values, the Sobol points of the
///     design are left out
/// @param kernel of the surrogate
public record Level(
        Space space,
        Goal goal,
        Acquisition acquisition,
        Design design,
        long seed,
        List<Observation> earlier,
        Kernel kernel) {
    public Level {
        List<Configuration> given = new ArrayList<>();
        for (int i = 0; i < design.given().size(); i++) {
            given.add(within(space, "design.given[" + i + "]", design.given().get(i)));
        }
        design = new Design(given, design.size());
        earlier = settled(space, earlier);
    }

    /// A level that starts from nothing.
    public Level(Space space, Goal goal, Acquisition acquisition, Design design, long seed) {
        this(space, goal, acquisition, design, seed, List.of());
    }

    /// A level with the usual kernel.
    public Level(Space space, Goal goal, Acquisition acquisition, Design design, long seed, List<Observation> earlier) {
        this(space, goal, acquisition, design, seed, earlier, Kernel.MATERN52);
    }

    /// Whether suggestion number `index` is still one of the initial design, a given point aside.
    boolean isDesigned(int index) {
        long measured = earlier.stream()
                .filter(observation -> observation.outcome() instanceof Outcome.Measured)
                .count();
        return index < design.size() && measured < design.size();
    }

    /// The configuration with its values in the space's own types.
    static Configuration within(Space space, String where, Configuration configuration) {
        try {
            return space.read(configuration.values());
        } catch (InvalidConfiguration e) {
            throw new InvalidConfiguration(where + "." + e.field(), e.found(), e.expected());
        }
    }

    private static List<Observation> settled(Space space, List<Observation> earlier) {
        List<Observation> settled = new ArrayList<>();
        for (int i = 0; i < earlier.size(); i++) {
            String where = "earlier[" + i + "]";
            Observation observation = earlier.get(i);
            if (observation.outcome() instanceof Outcome.Pending) {
                throw new InvalidConfiguration(where, "pending", "a value or a failure");
            }
            settled.add(new Observation(
                    within(space, where, observation.configuration()), observation.outcome(), observation.by()));
        }
        return List.copyOf(settled);
    }
}
