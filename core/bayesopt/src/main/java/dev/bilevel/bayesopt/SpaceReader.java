package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a space's tree. Every error names the field by its path.
final class SpaceReader {
    private static final String KINDS = "one of uniform, log, int, logInt, choice, fixed, simplex";

    private SpaceReader() {}

    static Space read(Map<String, ?> tree) {
        if (tree == null) {
            throw new InvalidSpace("space", "missing", "a map from parameter names to ranges");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<?, ?> entry : tree.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new InvalidSpace("space", "the name " + InvalidInput.quote(entry.getKey()), "a text");
            }
            parameters.add(parameter(name, entry.getValue()));
        }
        return new Space(parameters);
    }

    private static Parameter parameter(String name, Object tree) {
        Bounds.name(name);
        if (!(tree instanceof Map<?, ?> map)) {
            throw new InvalidSpace(name, InvalidInput.quote(tree), "a map such as {uniform: [0, 1]}");
        }
        if (map.isEmpty()) {
            throw new InvalidSpace(name, "empty", KINDS);
        }
        boolean ordered = ordered(name, map);
        String kind = kind(name, map);
        String field = name + "." + kind;
        Object value = map.get(kind);
        return switch (kind) {
            case "uniform" -> new Uniform(name, real(field, value, 0), real(field, value, 1));
            case "log" -> new Log(name, real(field, value, 0), real(field, value, 1));
            case "int" -> new IntRange(name, integer(field, value, 0), integer(field, value, 1));
            case "logInt" -> new LogInt(name, integer(field, value, 0), integer(field, value, 1));
            case "choice" -> new Choice(name, options(field, value), ordered);
            case "fixed" -> new Fixed(name, value);
            case "simplex" -> new Simplex(name, size(field, value));
            default -> throw new InvalidSpace(field, "an unknown kind of parameter", KINDS);
        };
    }

    private static String kind(String name, Map<?, ?> map) {
        String kind = null;
        for (Object key : map.keySet()) {
            if (!"ordered".equals(key)) {
                if (kind != null) {
                    throw new InvalidSpace(name, InvalidInput.quote(map), "a single kind, " + KINDS);
                }
                kind = String.valueOf(key);
            }
        }
        if (kind == null) {
            throw new InvalidSpace(name, InvalidInput.quote(map), KINDS);
        }
        return kind;
    }

    private static boolean ordered(String name, Map<?, ?> map) {
        if (!map.containsKey("ordered")) {
            return false;
        }
        if (!map.containsKey("choice")) {
            throw new InvalidSpace(name + ".ordered", "there", "it beside choice only");
        }
        if (!(map.get("ordered") instanceof Boolean flag)) {
            throw new InvalidSpace(name + ".ordered", InvalidInput.quote(map.get("ordered")), "true or false");
        }
        return flag;
    }

    private static Object end(String field, Object tree, int index, String what) {
        if (!(tree instanceof List<?> list) || list.size() != 2) {
            throw new InvalidSpace(field, InvalidInput.quote(tree), "a list of two " + what);
        }
        return list.get(index);
    }

    private static double real(String field, Object tree, int index) {
        Object end = end(field, tree, index, "numbers");
        // YAML reads 1e-5 as a text where it insists on a dot: what the writer meant is clear.
        if (end instanceof String text && text.matches("[-+]?[0-9]+([.][0-9]*)?[eE][-+]?[0-9]+")) {
            return Double.parseDouble(text);
        }
        if (!(end instanceof Number number)) {
            throw new InvalidSpace(field + "[" + index + "]", InvalidInput.quote(end), "a number");
        }
        return number.doubleValue();
    }

    private static long integer(String field, Object tree, int index) {
        Object end = end(field, tree, index, "integers");
        if (!(end instanceof Number number)
                || number.doubleValue() != StrictMath.rint(number.doubleValue())
                || StrictMath.abs(number.doubleValue()) > Bounds.LARGEST_INTEGER) {
            throw new InvalidSpace(field + "[" + index + "]", InvalidInput.quote(end), "an integer of at most 2^53");
        }
        return number.longValue();
    }

    private static List<Object> options(String field, Object tree) {
        if (!(tree instanceof List<?> list)) {
            throw new InvalidSpace(field, InvalidInput.quote(tree), "a list of options");
        }
        return new ArrayList<>(list);
    }

    private static int size(String field, Object tree) {
        if (!(tree instanceof Integer || tree instanceof Long)) {
            throw new InvalidSpace(field, InvalidInput.quote(tree), "the number of weights");
        }
        long size = ((Number) tree).longValue();
        if (size < 1 || size > Space.MOST_DIMENSIONS) {
            throw Simplex.wrongSize(field, size);
        }
        return (int) size;
    }
}
