package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Acquisition.ConfidenceBound;
import dev.bilevel.bayesopt.Acquisition.ExpectedImprovement;
import dev.bilevel.bayesopt.Acquisition.ProbabilityOfImprovement;
import dev.bilevel.bayesopt.Acquisition.RandomSearch;

import java.util.Map;

/// Reads an acquisition function's tree.
final class AcquisitionReader {
    private static final String NAMES = "one of ei, logei, ucb, pi, random";

    private AcquisitionReader() {}

    static Acquisition read(Object tree) {
        return switch (tree) {
            case String name -> named(name, Map.of());
            case Map<?, ?> map
            when map.size() == 1 -> {
                Map.Entry<?, ?> entry = map.entrySet().iterator().next();
                yield named(String.valueOf(entry.getKey()), settings(entry));
            }
            case null -> throw new InvalidAcquisition("acquisition", "missing", NAMES);
            default -> throw new InvalidAcquisition("acquisition", InvalidInput.quote(tree), NAMES);
        };
    }

    private static Map<?, ?> settings(Map.Entry<?, ?> entry) {
        return switch (entry.getValue()) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default ->
                throw new InvalidAcquisition(
                        "acquisition." + entry.getKey(), InvalidInput.quote(entry.getValue()), "a map of settings");
        };
    }

    private static Acquisition named(String name, Map<?, ?> settings) {
        if ("ucb".equals(name)) {
            only("beta", name, settings);
            return new ConfidenceBound(settings.containsKey("beta") ? beta(settings) : ConfidenceBound.DEFAULT_BETA);
        }
        Acquisition acquisition = switch (name) {
            case "ei", "logei" -> new ExpectedImprovement(name);
            case "pi" -> new ProbabilityOfImprovement();
            case "random" -> new RandomSearch();
            default -> throw new InvalidAcquisition("acquisition", InvalidInput.quote(name), NAMES);
        };
        only(null, name, settings);
        return acquisition;
    }

    private static double beta(Map<?, ?> settings) {
        if (settings.get("beta") instanceof Number number) {
            return number.doubleValue();
        }
        throw new InvalidAcquisition(
                "acquisition.ucb.beta", InvalidInput.quote(settings.get("beta")), "a number from 0 to 1e6");
    }

    private static void only(String known, String name, Map<?, ?> settings) {
        for (Object key : settings.keySet()) {
            if (!String.valueOf(key).equals(known)) {
                String expected = known == null ? "no settings" : "only " + known;
                throw new InvalidAcquisition("acquisition." + name + "." + key, "an unknown setting", expected);
            }
        }
    }
}
