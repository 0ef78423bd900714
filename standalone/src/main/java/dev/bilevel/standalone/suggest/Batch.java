package dev.bilevel.standalone.suggest;

import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.suggest.Answers.NobodyListens;

import java.util.ArrayList;
import java.util.List;

/// Some suggestions for one history, each made with the ones before it pending.
public final class Batch {
    private Batch() {}

    /// @throws CommandFailed where a finite space has fewer configurations left; those were suggested
    public static void suggest(Level level, List<Observation> history, int count, Answers answers)
            throws NobodyListens {
        Suggester suggester = new Suggester(level);
        List<Observation> trials = new ArrayList<>(history);
        try {
            for (int i = 0; i < count; i++) {
                Suggestion suggestion = suggester.suggest(trials);
                answers.line(SuggestionLine.of(trials.size(), suggestion));
                trials.add(new Observation(suggestion.configuration(), new Outcome.Pending()));
            }
        } catch (SpaceExhausted e) {
            throw CommandFailed.because(e, e.getMessage());
        }
    }
}
