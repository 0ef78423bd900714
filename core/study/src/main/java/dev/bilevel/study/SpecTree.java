package dev.bilevel.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.ModelSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A spec as a tree, before its fields are looked at.
///
/// YAML 1.2's core schema is used because YAML 1.1, which most Java parsers speak, reads `1e-5` as a text and `no` as
/// a boolean.
public final class SpecTree {
    /// Longest spec, in characters.
    public static final int LARGEST = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecTree() {}

    /// Parses a spec.
    ///
    /// @throws InvalidSpec where it is no YAML, has a key twice, or is no mapping
    public static ObjectNode parse(String text) {
        return parse(text, "spec", "a YAML or JSON object with the fields of a study");
    }

    /// Parses YAML 1.2, and so JSON.
    ///
    /// @param field what the text is, in messages
    /// @param expected what was expected of it, in messages
    /// @throws InvalidSpec where it is no YAML, has a key twice, or is no mapping
    public static ObjectNode parse(String text, String field, String expected) {
        try {
            return mapping(text, field, expected);
        } catch (StackOverflowError e) {
            throw wrong(field, "nested too deep, or inside itself", expected);
        }
    }

    private static ObjectNode mapping(String text, String field, String expected) {
        Object tree;
        try {
            tree = new Load(settings()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw wrong(field, "no YAML (" + e.getProblem().strip() + where + ")", expected);
        } catch (YamlEngineException e) {
            throw wrong(field, "no YAML (" + e.getMessage().lines().findFirst().orElse("") + ")", expected);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            String found = tree == null ? "empty" : "a " + (tree instanceof List ? "list" : "single value");
            throw wrong(field, found, expected);
        }
        return JSON.convertValue(map, ObjectNode.class);
    }

    /// The tree as maps, lists and scalars.
    public static Object plain(JsonNode tree) {
        return JSON.convertValue(tree, Object.class);
    }

    /// The object as maps, lists and scalars.
    public static Map<String, Object> plain(ObjectNode tree) {
        return JSON.convertValue(tree, new TypeReference<>() {});
    }

    /// The tree as YAML that [#parse] reads as the same tree.
    public static String toYaml(ObjectNode tree) {
        return new Dump(DumpSettings.builder()
                        .setSchema(new CoreSchema())
                        .setDefaultFlowStyle(FlowStyle.AUTO)
                        .setWidth(Integer.MAX_VALUE)
                        .build())
                .dumpToString(plain(tree));
    }

    /// Sets a field of a tree, and makes the objects on the way to it where they are missing.
    ///
    /// @param path names from the outside in: `outer`, `trials`
    /// @throws InvalidSpec where the path leads through something that has no fields
    public static void set(ObjectNode tree, List<String> path, JsonNode value) {
        ObjectNode parent = tree;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode child = parent.get(name);
            if (child != null && !child.isObject()) {
                throw wrong(name, child.toString(), "an object with fields");
            }
            parent = child == null ? parent.putObject(name) : (ObjectNode) child;
        }
        parent.set(path.getLast(), value);
    }

    /// The same tree with the relative paths `data`, `model.path`, `model.tokenizer` and `outer.earlier` taken
    /// from `base`; a `model` that is a text is its path. What is no path stays: `data: download`, and the address
    /// of a model of the hub.
    public static ObjectNode withPathsFrom(Path base, ObjectNode tree) {
        ObjectNode resolved = tree.deepCopy();
        if (resolved.path("model").isTextual()) {
            JsonNode path = resolved.get("model");
            resolved.putObject("model").set("path", path);
        }
        if (!resolved.path("data").asText().equals(DataSource.DOWNLOAD)) {
            resolve(base, resolved, "data");
        }
        if (resolved.get("model") instanceof ObjectNode model) {
            resolve(base, model, "path");
            resolve(base, model, "tokenizer");
        }
        if (resolved.get("outer") instanceof ObjectNode outer) {
            resolve(base, outer, "earlier");
        }
        return resolved;
    }

    private static void resolve(Path base, ObjectNode parent, String field) {
        JsonNode value = parent.get(field);
        if (value != null && value.isTextual() && !value.textValue().startsWith(ModelSource.HUB)) {
            try {
                parent.put(
                        field,
                        base.toAbsolutePath()
                                .resolve(value.textValue())
                                .normalize()
                                .toString());
            } catch (InvalidPathException e) {
                throw new InvalidSpec(List.of(new Problem(field, "'" + value.textValue() + "'", "a path")));
            }
        }
    }

    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(LARGEST)
                .setLabel("spec")
                .build();
    }

    private static InvalidSpec wrong(String field, String found, String expected) {
        return new InvalidSpec(List.of(new Problem(field, found, expected)));
    }
}
