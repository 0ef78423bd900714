package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.SpecTree;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a client wants of a fork.
///
/// @param at the sequence number of the last entry that the new study knows
/// @param set fields of the new spec by path, such as `inner.acquisition`
/// @param submit the new study's id, where it is to begin at once; empty for its spec alone
record ForkRequest(long at, Map<String, JsonNode> set, Optional<String> submit) {
    private static final ObjectReader STRICT =
            EventCodec.mapper().reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Set<String> FIELDS = Set.of("at", "set", "submit");

    /// The request's shape, for the API's description.
    @Schema(name = "ForkRequest")
    record Body(
            @Schema(required = true, description = "sequence number of the last entry that the new study knows")
            long at,

            @Schema(
                    description =
                            "fields of the new spec by path; a fork may change outer, inner, name, keep, and where"
                                    + " data and model lie",
                    implementation = Object.class)
            Object set,

            @Schema(description = "submit the new study under this id; without it, its spec is the answer")
            String submit) {}

    /// @throws Refusal naming the field that is missing, unknown or wrong
    static ForkRequest parse(String text) {
        ObjectNode tree = object(text);
        for (String name : (Iterable<String>) tree::fieldNames) {
            if (!FIELDS.contains(name)) {
                throw Refusal.invalid(name, "an unknown field", "at, set or submit");
            }
        }
        JsonNode at = tree.path("at");
        if (!at.isIntegralNumber() || !at.canConvertToLong()) {
            throw Refusal.invalid("at", shown(at), "the sequence number of an entry, such as 120");
        }
        return new ForkRequest(at.longValue(), set(tree.path("set")), submit(tree.path("submit")));
    }

    /// Puts the settings into a spec.
    ///
    /// @throws Refusal where a path leads through something that has no fields
    void applyTo(ObjectNode spec) {
        set.forEach((path, value) -> {
            try {
                SpecTree.set(spec, List.of(path.split("\\.", -1)), value);
            } catch (InvalidSpec e) {
                throw Refusal.invalid(
                        "set." + path, "a path through what is no object", "a field of the spec, inner.acquisition");
            }
        });
    }

    private static ObjectNode object(String text) {
        try {
            if (STRICT.readTree(text) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            EventCodec.thereTwice(e).ifPresent(field -> {
                throw Refusal.invalid(field, "there twice", "it once");
            });
            // Else said below, as for JSON of another kind.
        }
        throw Refusal.invalid("body", "no JSON object", "{\"at\": 120, \"set\": {\"inner.acquisition\": \"ei\"}}");
    }

    private static Map<String, JsonNode> set(JsonNode found) {
        if (found.isMissingNode()) {
            return Map.of();
        }
        if (!(found instanceof ObjectNode settings)) {
            throw Refusal.invalid("set", shown(found), "an object, {\"inner.acquisition\": \"ei\"}");
        }
        Map<String, JsonNode> set = new TreeMap<>();
        settings.properties().forEach(setting -> {
            if (!setting.getKey().matches("[^.\\s]+(\\.[^.\\s]+)*")) {
                throw Refusal.invalid("set", "'" + cut(setting.getKey()) + "'", "a path such as inner.acquisition");
            }
            set.put(setting.getKey(), setting.getValue());
        });
        return set;
    }

    private static Optional<String> submit(JsonNode found) {
        if (!found.isMissingNode() && !found.isTextual()) {
            throw Refusal.invalid("submit", shown(found), "the new study's id");
        }
        return Optional.ofNullable(found.textValue()).map(id -> StudyIds.checked("submit", id));
    }

    private static String shown(JsonNode found) {
        return found.isMissingNode() ? "missing" : cut(found.toString());
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
