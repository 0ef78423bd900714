package dev.bilevel.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the fields of one object of a spec, and collects what is wrong instead of stopping at the first problem. A
/// field that is wrong gives its default, so that reading can go on; the problems keep the result from being used.
final class Fields {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final String path;
    private final ObjectNode node;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(String path, ObjectNode node, List<Problem> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    static Fields of(JsonNode tree, List<Problem> problems) {
        if (tree instanceof ObjectNode object) {
            return new Fields("", object, problems);
        }
        problems.add(new Problem("spec", describe(tree), "an object with the fields of a study"));
        return new Fields("", JsonNodeFactory.instance.objectNode(), problems);
    }

    /// The object under this name; an empty one where it is absent.
    Fields object(String name) {
        JsonNode value = take(name);
        if (value != null && !value.isObject()) {
            wrong(name, value, "an object");
        }
        ObjectNode child = value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new Fields(path(name) + ".", child, problems);
    }

    /// The object under this name; a text counts as an object with `field` alone.
    Fields object(String name, String field) {
        JsonNode value = node.get(name);
        if (value == null || !value.isTextual()) {
            return object(name);
        }
        known.add(name);
        return new Fields(
                path(name) + ".", JsonNodeFactory.instance.objectNode().set(field, value), problems);
    }

    /// Whatever stands there; null where it is absent.
    JsonNode any(String name) {
        return take(name);
    }

    String text(String name) {
        JsonNode value = take(name);
        if (value == null) {
            missing(name, "a text");
            return "";
        }
        return textOf(name, value, "");
    }

    String text(String name, String otherwise) {
        JsonNode value = take(name);
        return value == null ? otherwise : textOf(name, value, otherwise);
    }

    long integer(String name, long otherwise, long least, long most) {
        JsonNode value = take(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.canConvertToLong()
                || !value.isIntegralNumber()
                || value.longValue() < least
                || value.longValue() > most) {
            wrong(name, value, "an integer between " + least + " and " + most);
            return otherwise;
        }
        return value.longValue();
    }

    int size(String name, int otherwise, int least, int most) {
        return (int) integer(name, otherwise, least, most);
    }

    double fraction(String name, double otherwise, boolean zeroAllowed) {
        JsonNode value = take(name);
        if (value == null) {
            return otherwise;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number < 1 && (zeroAllowed ? number >= 0 : number > 0))) {
            wrong(name, value, zeroAllowed ? "a number at least 0 and below 1" : "a number above 0 and below 1");
            return otherwise;
        }
        return number;
    }

    <E extends Enum<E>> E oneOf(String name, E otherwise) {
        JsonNode value = take(name);
        if (value == null) {
            return otherwise;
        }
        Class<E> kind = otherwise.getDeclaringClass();
        for (E constant : kind.getEnumConstants()) {
            if (value.isTextual() && wireName(constant).equals(value.textValue())) {
                return constant;
            }
        }
        wrong(
                name,
                value,
                "one of "
                        + Arrays.stream(kind.getEnumConstants())
                                .map(Fields::wireName)
                                .collect(Collectors.joining(", ")));
        return otherwise;
    }

    static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reports a field that was read, but whose value will not do.
    void wrong(String name, JsonNode found, String expected) {
        problems.add(new Problem(path(name), describe(found), expected));
    }

    /// Reports something within a field, by its path from this object.
    void problem(String name, String found, String expected) {
        problems.add(new Problem(path(name), found, expected));
    }

    void missing(String name, String expected) {
        problems.add(new Problem(path(name), "missing", expected));
    }

    /// The full path of one of this object's fields.
    String path(String name) {
        return path + name;
    }

    /// Reports every field that nobody asked for. To be called last.
    void nothingElse() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(new Problem(path(name), "an unknown field", "one of " + String.join(", ", known)));
            }
        });
    }

    static String describe(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "empty";
        }
        String text = value.isTextual()
                ? "'" + value.textValue() + "'"
                : value.isNumber() ? value.asText() : value.toString();
        return quote(text);
    }

    /// What was found, as it appears in a message: never more than one line, never a long one.
    static String quote(String found) {
        String text = CONTROL.matcher(found).replaceAll(" ");
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private String textOf(String name, JsonNode value, String otherwise) {
        if (!value.isTextual() || value.textValue().isBlank()) {
            wrong(name, value, "a text");
            return otherwise;
        }
        return value.textValue();
    }

    private JsonNode take(String name) {
        known.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
