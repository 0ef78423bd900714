package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;

/// Decides what a level tries next: a pure function of the level and its history, the same bits on every machine.
///
/// Immutable and safe to share between threads.
public final class Suggester {
    /// Name and version of the algorithm; the version changes whenever the bits of any suggestion do.
    public static final String ALGORITHM = "bilevel-gp/2";

    private final Level level;
    private final Encoding encoding;

    public Suggester(Level level) {
        this.level = level;
        this.encoding = new Encoding(level.space());
    }

    /// The suggestion with index `history.size()`.
    ///
    /// @param history every earlier suggestion, in order, with [Outcome.Pending] where its result is not known or
    ///     must not be used yet. Configurations that this suggester never made are welcome, too
    /// @throws InvalidConfiguration where a configuration of the history is not in the space
    /// @throws SpaceExhausted where the space is finite and nothing in it is left to suggest
    public Suggestion suggest(List<Observation> history) {
        List<Observation> known = known(history);
        long seed = Seeds.derive(level.seed(), "suggestion", history.size());
        Untried untried = new Untried(
                level.space(),
                encoding,
                known.stream().map(Observation::configuration).toList());
        for (Configuration given : level.design().given()) {
            if (untried.contains(given)) {
                return Suggestion.without(given, Origin.GIVEN, seed);
            }
        }
        if (level.isDesigned(history.size()) || encoding.dimensions() == 0) {
            return Suggestion.without(nextOfDesign(untried), Origin.DESIGN, seed);
        }
        if (level.acquisition() instanceof Acquisition.RandomSearch) {
            SplitMix random = new SplitMix(seed);
            return Suggestion.without(untried.first(_ -> random.nextPoint(encoding.dimensions())), Origin.RANDOM, seed);
        }
        if (known.stream().noneMatch(observation -> observation.outcome() instanceof Outcome.Measured)) {
            return Suggestion.without(nextOfDesign(untried), Origin.DESIGN, seed);
        }
        return new ModelBased(level, encoding).suggest(known, untried, seed);
    }

    private Configuration nextOfDesign(Untried untried) {
        Sobol sobol = Sobol.scrambled(encoding.dimensions(), Seeds.derive(level.seed(), "design"));
        return untried.first(sobol::point);
    }

    /// What the level knows from earlier, then its history, every value in the space's own types.
    private List<Observation> known(List<Observation> history) {
        List<Observation> known = new ArrayList<>(level.earlier());
        for (int i = 0; i < history.size(); i++) {
            Configuration configuration = history.get(i).configuration();
            known.add(new Observation(
                    Level.within(level.space(), "history[" + i + "]", configuration),
                    history.get(i).outcome()));
        }
        return known;
    }
}
