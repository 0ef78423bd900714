package dev.bilevel.standalone.suggest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.standalone.history.JsonLine;
import dev.bilevel.standalone.history.JsonLine.NotJson;
import dev.bilevel.standalone.history.LineReader;
import dev.bilevel.standalone.suggest.Answers.NobodyListens;
import dev.bilevel.study.InvalidObservation;
import dev.bilevel.study.Observations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The conversation of `--stream`: results in, suggestions out.
///
/// With parallelism q, trial i is suggested from exactly the results of trials 0 … i−q, and as soon as they are there;
/// later ones count as pending even where they are known. So the same results give the same suggestions in whichever
/// order they arrive, and a result may be answered by no line, or by several. A line that is wrong is answered by an
/// error and changes nothing.
public final class Dialogue {
    private static final String EXAMPLE = "{\"trial\":0,\"value\":1.23}";
    private static final int MOST_NAMED = 10;

    private final Suggestions suggestions;
    private final int parallelism;
    private final Answers answers;
    private final List<Observation> trials;
    /// How many trials there are before the first outstanding one.
    private int settled;

    private boolean ended;

    /// @param history what was suggested before, in order; what is pending there is outstanding
    /// @param parallelism q, at least 1
    public Dialogue(Suggestions suggestions, List<Observation> history, int parallelism, Answers answers) {
        this.suggestions = suggestions;
        this.trials = new ArrayList<>(history);
        this.parallelism = parallelism;
        this.answers = answers;
    }

    /// Makes the first suggestions: as many as may be out at once.
    ///
    /// @return whether there was any
    public boolean begin() throws NobodyListens {
        int before = trials.size();
        suggestWhatMayBe();
        return trials.size() > before;
    }

    /// Takes what was said, and answers.
    public void take(LineReader.Line line) throws NobodyListens {
        switch (line) {
            case LineReader.Unreadable bad -> answers.line(SuggestionLine.error(bad.problem()));
            case LineReader.Text blank when blank.text().isBlank() -> {}
            case LineReader.Text said -> {
                try {
                    report(JsonLine.read(said.text(), EXAMPLE));
                } catch (NotJson | InvalidObservation e) {
                    answers.line(SuggestionLine.error(e.getMessage()));
                    return;
                }
                suggestWhatMayBe();
            }
        }
    }

    /// Trials whose result is awaited, in order.
    public List<Integer> outstanding() {
        return IntStream.range(settled, trials.size())
                .filter(this::isOutstanding)
                .boxed()
                .toList();
    }

    private void report(ObjectNode result) {
        Observations.only(result, List.of("trial", "value", "failed"));
        int trial = trial(result.get("trial"));
        Observation known = trials.get(trial);
        trials.set(trial, new Observation(known.configuration(), Observations.outcome(result), known.by()));
    }

    private int trial(JsonNode found) {
        String expected = "the number of a trial whose result is awaited, " + awaited();
        if (found == null) {
            throw new InvalidObservation("trial", "missing", expected);
        }
        if (!found.isIntegralNumber()
                || !found.canConvertToInt()
                || found.intValue() < 0
                || found.intValue() >= trials.size()) {
            throw new InvalidObservation("trial", found.toString(), expected);
        }
        if (!isOutstanding(found.intValue())) {
            throw new InvalidObservation("trial", found + ", which was reported before", expected);
        }
        return found.intValue();
    }

    private String awaited() {
        List<Integer> outstanding = outstanding();
        if (outstanding.isEmpty()) {
            return "and there is none";
        }
        return outstanding.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (outstanding.size() > MOST_NAMED ? ", …" : "");
    }

    private boolean isOutstanding(int trial) {
        return trials.get(trial).outcome() instanceof Outcome.Pending;
    }

    private void suggestWhatMayBe() throws NobodyListens {
        while (settled < trials.size() && !isOutstanding(settled)) {
            settled++;
        }
        while (!ended && trials.size() - parallelism < settled) {
            suggest();
        }
    }

    private void suggest() throws NobodyListens {
        try {
            Suggestion suggestion = suggestions.after(seen(), 1).getFirst();
            int trial = trials.size();
            trials.add(suggestion.pending());
            answers.line(suggestions.line(trial, suggestion));
        } catch (Suggestions.Ended e) {
            ended = true;
            answers.line(SuggestionLine.error(e.getMessage()));
        }
    }

    /// The history that the next suggestion may depend on.
    private List<Observation> seen() {
        int known = Math.max(0, trials.size() - parallelism + 1);
        List<Observation> seen = new ArrayList<>(trials.subList(0, known));
        for (Observation later : trials.subList(known, trials.size())) {
            seen.add(new Observation(later.configuration(), new Outcome.Pending(), later.by()));
        }
        return seen;
    }
}
