package dev.bilevel.standalone.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidConfiguration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.events.Event;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidObservation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an earlier study found out: the lines of a history, or the journal of one of Bilevel's own studies, of which
/// every settled trial is taken. What is pending there has nothing to tell and is left out.
public final class EarlierFile {
    /// Most lines that are read; a journal has many for each trial.
    private static final int MOST_LINES = 1_000_000;

    /// Most observations.
    public static final int MOST = 10_000;

    private static final String WHAT = "a journal.ndjson or a history";

    private final String name;
    private final Space space;
    private final Map<String, Configuration> suggested = new HashMap<>();

    private EarlierFile(String name, Space space) {
        this.name = name;
        this.space = space;
    }

    /// @throws CommandFailed (wrong input) naming file, line and field
    public static List<Observation> read(Path file, Space space) {
        EarlierFile earlier = new EarlierFile(file.toString(), space);
        List<Observation> settled = new ArrayList<>();
        new ObjectFile(earlier.name, MOST_LINES, "{\"params\":{…},\"value\":1.23}")
                .read(WHAT, (object, _) -> earlier.observation(object))
                .forEach(each -> each.ifPresent(settled::add));
        if (settled.size() > MOST) {
            throw CommandFailed.wrongInput(
                    file + ": has " + settled.size() + " observations, expected at most " + MOST);
        }
        return settled;
    }

    private Optional<Observation> observation(ObjectNode line) {
        if (line.has("specversion")) {
            return journaled(line);
        }
        return Optional.of(HistoryFile.unprinted(line, space))
                .filter(observation -> !(observation.outcome() instanceof Outcome.Pending));
    }

    private Optional<Observation> journaled(ObjectNode line) {
        return switch (event(line)) {
            case TrialSuggested suggestion -> {
                suggested.put(suggestion.trialId(), configuration(suggestion));
                yield Optional.empty();
            }
            case TrialCompleted completed ->
                Optional.of(settled(completed.trialId(), new Outcome.Measured(completed.value())));
            case TrialFailed failed -> Optional.of(settled(failed.trialId(), new Outcome.Failed(failed.message())));
            case Event _ -> Optional.empty();
        };
    }

    private Configuration configuration(TrialSuggested suggestion) {
        try {
            return space.read(suggestion.params().values());
        } catch (InvalidConfiguration e) {
            throw new InvalidObservation("params." + e.field(), e.found(), e.expected());
        }
    }

    private Observation settled(String trialId, Outcome outcome) {
        Configuration configuration = suggested.get(trialId);
        if (configuration == null) {
            throw new InvalidObservation("trialId", "'" + trialId + "'", "a trial that was suggested before");
        }
        return new Observation(configuration, outcome);
    }

    private static Event event(ObjectNode line) {
        try {
            return JournalLine.read(line.toString()).entry().event();
        } catch (UnreadableEvent e) {
            throw new InvalidObservation("line", "no entry of a journal (" + e.getMessage() + ")", "one");
        }
    }
}
