package dev.bilevel.standalone.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.InvalidObservation;
import dev.bilevel.study.Observations;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A level's history: one observation a line, in the order of the suggestions.
///
/// A line may be a suggestion as it was printed with its outcome added, so `trial`, `acquisition`, `mean`, `sd` and
/// `by` are taken as well; `trial` has to be the line's own index then, and `by` tells a portfolio whose turn it was.
public final class HistoryFile {
    /// Most observations of a history.
    public static final int MOST = 100_000;

    /// What a printed suggestion has beside its configuration.
    private static final List<String> PRINTED = List.of("trial", "acquisition", "mean", "sd", "by");

    private static final String EXAMPLE = "{\"params\":{…},\"value\":1.23}";

    private HistoryFile() {}

    /// @param file `-` is standard input
    /// @throws CommandFailed (wrong input) naming file, line and field
    public static List<Observation> read(String file, InputStream standardInput, Space space) {
        boolean standard = file.equals("-");
        ObjectFile objects = new ObjectFile(standard ? "standard input" : file, MOST, EXAMPLE);
        BiFunction<ObjectNode, Integer, Observation> each = (object, index) -> observation(object, index, space);
        return standard ? objects.read(standardInput, each) : objects.read("a history", each);
    }

    private static Observation observation(ObjectNode object, int index, Space space) {
        JsonNode trial = object.get("trial");
        if (trial != null && !(trial.canConvertToExactIntegral() && trial.longValue() == index)) {
            throw new InvalidObservation("trial", trial.toString(), index + ", its place in the history");
        }
        Optional<String> by = by(object.get("by"));
        Observation observation = unprinted(object, space);
        return new Observation(observation.configuration(), observation.outcome(), by);
    }

    private static Optional<String> by(JsonNode found) {
        if (found == null) {
            return Optional.empty();
        }
        if (!found.isTextual()) {
            throw new InvalidObservation("by", found.toString(), "the name of an acquisition");
        }
        return Optional.of(found.textValue());
    }

    /// The observation of a line that may have been a suggestion once.
    static Observation unprinted(ObjectNode object, Space space) {
        object.remove(PRINTED);
        return Observations.read(object, space);
    }
}
