package dev.bilevel.standalone.suggest;

import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.suggest.Answers.NobodyListens;

import java.util.List;

/// Some suggestions for one history, each made with the ones before it pending.
public final class Batch {
    private Batch() {}

    /// @throws CommandFailed where a finite space has fewer configurations left; those were suggested
    public static void suggest(Suggestions suggestions, List<Observation> history, int count, Answers answers)
            throws NobodyListens {
        try {
            List<Suggestion> made = suggestions.after(history, count);
            for (int i = 0; i < made.size(); i++) {
                answers.line(suggestions.line(history.size() + i, made.get(i)));
            }
            if (made.size() < count) {
                throw CommandFailed.failed("space: all of its configurations have been suggested, expected "
                        + (count - made.size()) + " more");
            }
        } catch (Suggestions.Ended e) {
            throw CommandFailed.because(e, e.getMessage());
        }
    }
}
