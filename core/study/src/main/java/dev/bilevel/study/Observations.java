package dev.bilevel.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidConfiguration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Observations as JSON objects: one shape in specs, histories and result streams.
///
///     {"params":{"x1":0.37,"batchSize":16},"value":1.23}
///     {"params":{"x1":0.37,"batchSize":16},"failed":"diverged"}
///     {"params":{"x1":0.37,"batchSize":16},"pending":true}
public final class Observations {
    private static final int LONGEST_REASON = 1000;
    private static final List<String> OUTCOMES = List.of("value", "failed", "pending");
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private Observations() {}

    /// Reads one observation; the values of its configuration come out in the space's own types.
    ///
    /// @throws InvalidObservation naming the field that is missing, unknown or wrong
    public static Observation read(JsonNode tree, Space space) {
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidObservation("observation", Fields.describe(tree), "an object with params and value");
        }
        only(object, List.of("params", "value", "failed", "pending"));
        JsonNode params = object.get("params");
        if (!(params instanceof ObjectNode values)) {
            String found = params == null ? "missing" : Fields.describe(params);
            throw new InvalidObservation("params", found, "an object with a value for every parameter");
        }
        try {
            return new Observation(configuration(values, space), outcome(object));
        } catch (InvalidConfiguration e) {
            throw new InvalidObservation("params." + e.field(), e.found(), e.expected());
        }
    }

    /// Reads a configuration, an object with a value for every parameter.
    ///
    /// @throws InvalidConfiguration naming the parameter that is missing, unknown or out of its range
    public static Configuration configuration(ObjectNode tree, Space space) {
        return space.read(JSON.convertValue(tree, MAP));
    }

    /// Reads the outcome among the fields of an object: exactly one of `value`, `failed` and `pending`.
    ///
    /// @throws InvalidObservation naming the field that is missing or wrong
    public static Outcome outcome(ObjectNode tree) {
        List<String> there = OUTCOMES.stream().filter(tree::has).toList();
        if (there.isEmpty()) {
            throw new InvalidObservation("value", "missing", "a finite number, or \"failed\": a reason");
        }
        if (there.size() > 1) {
            throw new InvalidObservation(there.get(1), "there beside " + there.getFirst(), "only one of the two");
        }
        JsonNode found = tree.get(there.getFirst());
        return switch (there.getFirst()) {
            case "value" -> new Outcome.Measured(value(found));
            case "failed" -> new Outcome.Failed(reason(found));
            default -> pending(found);
        };
    }

    /// Reports the first field that is none of these.
    ///
    /// @throws InvalidObservation naming it
    public static void only(ObjectNode tree, List<String> known) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidObservation(name, "an unknown field", "one of " + String.join(", ", known));
            }
        }
    }

    /// The object that [#read] reads as this observation.
    public static ObjectNode write(Observation observation) {
        ObjectNode tree = JSON.createObjectNode();
        tree.set("params", JSON.valueToTree(observation.configuration().values()));
        return switch (observation.outcome()) {
            case Outcome.Measured(double value) -> tree.put("value", value);
            case Outcome.Failed(String reason) -> tree.put("failed", reason);
            case Outcome.Pending() -> tree.put("pending", true);
        };
    }

    private static double value(JsonNode found) {
        if (!found.isNumber() || !Double.isFinite(found.doubleValue())) {
            throw new InvalidObservation("value", Fields.describe(found), "a finite number, or \"failed\": a reason");
        }
        return found.doubleValue();
    }

    private static String reason(JsonNode found) {
        if (!found.isTextual() || found.textValue().length() > LONGEST_REASON) {
            throw new InvalidObservation(
                    "failed", Fields.describe(found), "a reason in words, at most " + LONGEST_REASON + " characters");
        }
        return found.textValue();
    }

    private static Outcome pending(JsonNode found) {
        if (!found.isBoolean() || !found.booleanValue()) {
            throw new InvalidObservation("pending", Fields.describe(found), "true");
        }
        return new Outcome.Pending();
    }
}
