package dev.bilevel.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidConfiguration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;

import java.util.ArrayList;
import java.util.List;

/// Reads what a user knows about points of the outer space beforehand: those to try first, and those tried earlier.
final class KnownPoints {
    /// Most observations of an earlier study.
    static final int MOST_EARLIER = 10_000;

    /// A file of ten thousand wrong lines is one mistake.
    private static final int MOST_PROBLEMS = 20;

    private KnownPoints() {}

    /// @param space null where it could not be read; nothing is compared with it then
    static List<Configuration> points(Fields fields, Space space) {
        JsonNode list = fields.any("points");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            fields.wrong("points", list, "a list of objects, each with every parameter of the space");
            return List.of();
        }
        List<Configuration> points = new ArrayList<>();
        for (int i = 0; i < list.size() && space != null; i++) {
            ObjectNode values =
                    list.get(i) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
            try {
                points.add(Observations.configuration(values, space));
            } catch (InvalidConfiguration e) {
                fields.problem("points[" + i + "]." + e.field(), e.found(), e.expected());
            }
        }
        return points;
    }

    /// @param space as in [#points]
    static List<Observation> earlier(Fields fields, Space space) {
        JsonNode list = fields.any("earlier");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            fields.wrong("earlier", list, "a list of observations; only ./bilevel reads them from a file");
            return List.of();
        }
        if (list.size() > MOST_EARLIER) {
            fields.problem("earlier", list.size() + " observations", "at most " + MOST_EARLIER);
            return List.of();
        }
        List<Observation> earlier = new ArrayList<>();
        int problems = 0;
        for (int i = 0; i < list.size() && space != null && problems < MOST_PROBLEMS; i++) {
            try {
                earlier.add(settled(Observations.read(list.get(i), space)));
            } catch (InvalidObservation e) {
                fields.problem(
                        "earlier[" + i + "]." + e.problem().field(),
                        e.problem().found(),
                        e.problem().expected());
                problems++;
            }
        }
        checkSomethingIsLeft(fields, space, earlier);
        return earlier;
    }

    private static Observation settled(Observation observation) {
        if (observation.outcome() instanceof Outcome.Pending) {
            throw new InvalidObservation("pending", "there", "a value, or \"failed\": a reason");
        }
        return observation;
    }

    /// A study that has nothing to try would end before it began.
    private static void checkSomethingIsLeft(Fields fields, Space space, List<Observation> earlier) {
        long tried = earlier.stream().map(Observation::configuration).distinct().count();
        if (space != null && tried > 0 && space.cardinality().orElse(Long.MAX_VALUE) <= tried) {
            fields.problem("earlier", "every configuration of the space", "one that was not tried yet");
        }
    }
}
