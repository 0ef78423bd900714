package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Decides what a level tries next: a pure function of the level and its history, the same bits on every machine.
///
/// Immutable and safe to share between threads.
public final class Suggester {
    /// Name and version of the algorithm; the version changes whenever the bits of any suggestion do.
    public static final String ALGORITHM = "bilevel-gp/3";

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
        return suggest(history, 1).getFirst();
    }

    /// As for a list; the history is known to be in the space.
    ///
    /// @throws SpaceExhausted where the space is finite and nothing in it is left to suggest
    public Suggestion suggest(History history) {
        return suggest(history, 1).getFirst();
    }

    /// A batch: the suggestions with indices from `history.size()` on, each with the ones before it pending. The same
    /// bits as one by one; the surrogate is fitted once.
    ///
    /// @param count at least 1
    /// @return fewer where a finite space ends
    /// @throws InvalidConfiguration as for one
    /// @throws SpaceExhausted where nothing at all is left to suggest
    public List<Suggestion> suggest(List<Observation> history, int count) {
        return suggest(History.of(level.space(), history), count);
    }

    private List<Suggestion> suggest(History history, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: is " + count + ", expected at least 1");
        }
        Untried untried = new Untried(level.space(), encoding, history, level.earlier());
        ModelBased model = null;
        List<Suggestion> batch = new ArrayList<>();
        while (batch.size() < count && !untried.isEmpty()) {
            int index = history.size() + batch.size();
            long seed = Seeds.derive(level.seed(), "suggestion", index);
            if (isModelBased(index, history, untried)) {
                model = model == null
                        ? ModelBased.fit(level, encoding, known(history, batch))
                        : model.plus(List.of(batch.getLast().pending()));
                batch.add(model.suggest(untried, seed));
            } else {
                batch.add(withoutModel(index, untried, seed));
            }
            untried.remove(batch.getLast().configuration());
        }
        if (batch.isEmpty()) {
            throw new SpaceExhausted(level.space().cardinality().orElseThrow());
        }
        return List.copyOf(batch);
    }

    private boolean isModelBased(int index, History history, Untried untried) {
        return level.design().given().stream().noneMatch(untried::contains)
                && !level.isDesigned(index)
                && encoding.dimensions() > 0
                && !(level.acquisition() instanceof RandomSearch)
                && Stream.concat(level.earlier().stream(), history.observations().stream())
                        .anyMatch(observation -> observation.outcome() instanceof Outcome.Measured);
    }

    private Suggestion withoutModel(int index, Untried untried, long seed) {
        for (Configuration given : level.design().given()) {
            if (untried.contains(given)) {
                return Suggestion.without(given, Origin.GIVEN, seed);
            }
        }
        if (level.acquisition() instanceof RandomSearch && !level.isDesigned(index) && encoding.dimensions() > 0) {
            SplitMix random = new SplitMix(seed);
            return Suggestion.without(untried.first(_ -> random.nextPoint(encoding.dimensions())), Origin.RANDOM, seed);
        }
        Sobol sobol = Sobol.scrambled(encoding.dimensions(), Seeds.derive(level.seed(), "design"));
        return Suggestion.without(untried.first(sobol::point), Origin.DESIGN, seed);
    }

    /// What the level knows from earlier, then its history, then what this batch has suggested.
    private List<Observation> known(History history, List<Suggestion> batch) {
        List<Observation> known = new ArrayList<>(level.earlier());
        known.addAll(history.observations());
        batch.forEach(suggestion -> known.add(suggestion.pending()));
        return known;
    }
}
