package dev.bilevel.standalone.suggest;

import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.RandomSearch;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;

import java.util.List;
import java.util.Optional;

/// A level's suggestions, up to where they end: a space that is used up, or a history that is too long.
public final class Suggestions {
    /// The most observations, earlier ones included, that a Gaussian process is fitted to. It is exact: its memory
    /// grows
    /// with the square of their number, and its time with the cube.
    static final int MOST_MODELLED = 5_000;

    private final Level level;
    private final Suggester suggester;

    public Suggestions(Level level) {
        this.level = level;
        this.suggester = new Suggester(level);
    }

    /// What keeps a history of that length from being continued; empty where nothing does.
    public Optional<String> tooLong(int history) {
        int observations = history + level.earlier().size();
        if (observations <= MOST_MODELLED || level.acquisition() instanceof RandomSearch) {
            return Optional.empty();
        }
        return Optional.of("history: has " + observations + " trials, earlier ones included, expected at most "
                + MOST_MODELLED + " with " + level.acquisition().name()
                + ", whose Gaussian process is exact; random takes more");
    }

    /// The next suggestions.
    ///
    /// @return fewer than `count`, but at least one, where a finite space ends
    List<Suggestion> after(List<Observation> history, int count) throws Ended {
        Optional<String> problem = tooLong(history.size());
        if (problem.isPresent()) {
            throw new Ended(problem.get());
        }
        try {
            return suggester.suggest(history, count);
        } catch (SpaceExhausted e) {
            throw new Ended(e.getMessage());
        }
    }

    /// A suggestion as an observation to come.
    static Observation pending(Suggestion suggestion) {
        return new Observation(suggestion.configuration(), new Outcome.Pending(), suggestion.by());
    }

    /// The suggestion as a line. Who made it is said where several take turns: a history has to tell.
    String line(int trial, Suggestion suggestion) {
        String only = level.acquisition().name();
        return SuggestionLine.of(trial, suggestion, suggestion.by().filter(by -> !by.equals(only)));
    }

    /// There is no further suggestion; the message says why.
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message);
        }
    }
}
