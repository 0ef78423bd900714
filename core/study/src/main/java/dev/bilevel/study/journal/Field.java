package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// A field in which two trees of JSON are not the same; null where one has no such field.
///
/// @param path such as `why.observed` or `weights[2]`
record Field(String path, JsonNode one, JsonNode other) {

    /// All of them, by name and index.
    static List<Field> differing(JsonNode one, JsonNode other) {
        List<Field> fields = new ArrayList<>();
        collect("", one, other, fields);
        return fields;
    }

    private static void collect(String path, JsonNode one, JsonNode other, List<Field> fields) {
        if (Objects.equals(one, other)) {
            return;
        }
        if (one != null && other != null && one.isObject() && other.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> collect(path.isEmpty() ? name : path + "." + name, one.get(name), other.get(name), fields));
        } else if (one != null && other != null && one.isArray() && other.isArray()) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                collect(path + "[" + i + "]", one.get(i), other.get(i), fields);
            }
        } else {
            fields.add(new Field(path, one, other));
        }
    }

    /// A value as JSON; `nothing` where there is none.
    static String shown(JsonNode value) {
        return value == null ? "nothing" : value.toString();
    }
}
