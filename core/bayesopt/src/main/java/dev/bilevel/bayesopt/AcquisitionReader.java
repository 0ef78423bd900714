package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads an acquisition function's tree.
final class AcquisitionReader {
    private static final String NAMES = "one of ei, logei, ucb, pi, thompson, portfolio, random";

    private AcquisitionReader() {}

    static Acquisition read(String field, Object tree) {
        return switch (tree) {
            case String name -> named(field, name, Map.of());
            case Map<?, ?> map
            when map.size() == 1 -> {
                Map.Entry<?, ?> entry = map.entrySet().iterator().next();
                yield named(field, String.valueOf(entry.getKey()), settings(field, entry));
            }
            case null -> throw new InvalidAcquisition(field, "missing", NAMES);
            default -> throw new InvalidAcquisition(field, InvalidInput.quote(tree), NAMES);
        };
    }

    private static Map<?, ?> settings(String field, Map.Entry<?, ?> entry) {
        return switch (entry.getValue()) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default ->
                throw new InvalidAcquisition(
                        field + "." + entry.getKey(), InvalidInput.quote(entry.getValue()), "a map of settings");
        };
    }

    private static Acquisition named(String field, String name, Map<?, ?> settings) {
        String inside = field + "." + name;
        return switch (name) {
            case "ei", "logei" -> without(inside, settings, new ExpectedImprovement(name));
            case "pi" -> without(inside, settings, new ProbabilityOfImprovement());
            case "thompson" -> without(inside, settings, new ThompsonSampling());
            case "random" -> without(inside, settings, new RandomSearch());
            case "ucb" -> bound(inside, settings);
            case "portfolio" -> portfolio(inside, settings);
            default -> throw new InvalidAcquisition(field, InvalidInput.quote(name), NAMES);
        };
    }

    private static Acquisition bound(String field, Map<?, ?> settings) {
        if (!settings.containsKey("schedule")) {
            only(Set.of("beta"), "only beta, or a schedule", field, settings);
            return new ConfidenceBound(number(field, settings, "beta", ConfidenceBound.DEFAULT_BETA));
        }
        only(Set.of("schedule", "delta", "scale"), "only schedule, delta and scale", field, settings);
        if (!"srinivas".equals(settings.get("schedule"))) {
            throw new InvalidAcquisition(field + ".schedule", InvalidInput.quote(settings.get("schedule")), "srinivas");
        }
        return new ScheduledBound(
                number(field, settings, "delta", ScheduledBound.DEFAULT_DELTA),
                number(field, settings, "scale", ScheduledBound.DEFAULT_SCALE));
    }

    private static Acquisition portfolio(String field, Map<?, ?> settings) {
        only(Set.of("members"), "only members", field, settings);
        if (!settings.containsKey("members")) {
            return new Portfolio(Portfolio.DEFAULT);
        }
        if (!(settings.get("members") instanceof List<?> list)) {
            throw new InvalidAcquisition(
                    field + ".members", InvalidInput.quote(settings.get("members")), "a list of acquisitions");
        }
        List<Acquisition> members = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            members.add(read(field + ".members[" + i + "]", list.get(i)));
        }
        return new Portfolio(members);
    }

    private static double number(String field, Map<?, ?> settings, String key, double otherwise) {
        if (!settings.containsKey(key)) {
            return otherwise;
        }
        if (settings.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new InvalidAcquisition(field + "." + key, InvalidInput.quote(settings.get(key)), "a number");
    }

    private static Acquisition without(String field, Map<?, ?> settings, Acquisition acquisition) {
        only(Set.of(), "no settings", field, settings);
        return acquisition;
    }

    private static void only(Set<String> known, String expected, String field, Map<?, ?> settings) {
        Set<String> keys = new TreeSet<>();
        settings.keySet().forEach(key -> keys.add(String.valueOf(key)));
        keys.removeAll(known);
        if (!keys.isEmpty()) {
            throw new InvalidAcquisition(field + "." + keys.iterator().next(), "an unknown setting", expected);
        }
    }
}
