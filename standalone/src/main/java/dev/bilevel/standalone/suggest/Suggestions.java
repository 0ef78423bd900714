package dev.bilevel.standalone.suggest;

import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;

import java.util.List;

/// A level's suggestions, up to where they end.
public final class Suggestions {
    private final Level level;
    private final Suggester suggester;

    public Suggestions(Level level) {
        this.level = level;
        this.suggester = new Suggester(level);
    }

    /// The next suggestions.
    ///
    /// @return fewer than `count`, but at least one, where a finite space ends
    List<Suggestion> after(List<Observation> history, int count) throws Ended {
        try {
            return suggester.suggest(history, count);
        } catch (SpaceExhausted e) {
            throw new Ended(e.getMessage());
        }
    }

    /// The suggestion as a line. Who made it is said where several take turns: a history has to tell.
    String line(int trial, Suggestion suggestion) {
        String only = level.acquisition().name();
        return SuggestionLine.of(trial, suggestion, suggestion.by().filter(by -> !by.equals(only)));
    }

    /// Every configuration of a finite space has been suggested.
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message);
        }
    }
}
