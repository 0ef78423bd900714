package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The catalogue. Its order is the order of every report: first the problems that the engine was tuned on.
public final class Problems {
    private static final double HARTMANN6 = -3.322368011415515;
    private static final List<Problem> ALL =
            Stream.of(tunedOn(), unseen(), tables()).flatMap(List::stream).toList();

    private Problems() {}

    /// All problems.
    public static List<Problem> all() {
        return ALL;
    }

    /// The problem of that name.
    public static Optional<Problem> named(String name) {
        return ALL.stream().filter(problem -> problem.name().equals(name)).findFirst();
    }

    /// The Levy function of so many variables, for a problem of any size.
    public static Problem levy(int dimensions) {
        return onCube("levy" + dimensions, dimensions, range(-10, 10), 0, Formulas::levy);
    }

    private static List<Problem> tunedOn() {
        List<Problem> problems = List.of(
                onBox("branin2", List.of(range(-5, 10), range(0, 15)), 0.39788735772973816, Formulas::branin),
                onCube("hartmann3", 3, range(0, 1), -3.862779787332660, Formulas::hartmann3),
                onCube("hartmann6", 6, range(0, 1), HARTMANN6, Formulas::hartmann6),
                onCube("ackley5", 5, range(-32.768, 32.768), 0, Formulas::ackley),
                levy(4),
                onCube("rosenbrock4", 4, range(-5, 10), 0, Formulas::rosenbrock),
                onCube("sphere3", 3, range(-1, 2), 0, Formulas::sphere).withNoise("sphere3", 0.1),
                new Problem("mixed5", Space.parse(Trainings.MIXED_SPACE), 0, 0, false, Trainings::mixed),
                new Problem("simplex5", Space.parse(Trainings.FUSION_SPACE), 0, 0, false, Trainings::fusion),
                onBox("camel2", List.of(range(-3, 3), range(-2, 2)), -1.031628453489877, Formulas::sixHumpCamel),
                onCube("goldstein2", 2, range(-2, 2), 3, Formulas::goldsteinPrice),
                onCube("michalewicz5", 5, range(0, Math.PI), -4.687658179088148, Formulas::michalewicz),
                onCube("rastrigin3", 3, range(-5.12, 5.12), 0, shifted(Formulas::rastrigin, 1.3, -2.1, 0.7)),
                onCube("griewank4", 4, range(-600, 600), 0, shifted(Formulas::griewank, 120, -200, 80, 310)),
                onCube("styblinski5", 5, range(-5, 5), -195.83082851885710, Formulas::styblinskiTang),
                onCube("shekel4", 4, range(0, 10), -10.536443153483534, Formulas::shekel),
                onCube("zakharov4", 4, range(-5, 10), 0, Formulas::zakharov),
                onCube("dixonprice4", 4, range(-10, 10), 0, Formulas::dixonPrice),
                onCube("powell4", 4, range(-4, 5), 0, Formulas::powell),
                onCube("beale2", 2, range(-4.5, 4.5), 0, Formulas::beale),
                onBox("bukin2", List.of(range(-15, -5), range(-3, 3)), 0, Formulas::bukin6),
                onCube("ackley5shifted", 5, range(-32.768, 32.768), 0, shifted(Formulas::ackley, 11, -7, 19, -3, 5.5)),
                onCube("cosine4", 4, range(-1, 1), -0.4, shifted(Formulas::cosineMixture, 0.31, -0.17, 0.43, -0.29)),
                onCube("trid8", 8, range(-64, 64), -112, Formulas::trid),
                levy(10),
                onCube("hartmann6noisy", 6, range(0, 1), HARTMANN6, Formulas::hartmann6)
                        .withNoise("hartmann6noisy", 0.1));
        return problems.stream()
                .map(p -> new Problem(p.name(), p.space(), p.minimum(), p.noise(), true, p.function()))
                .toList();
    }

    private static List<Problem> unseen() {
        return List.of(
                onCube("colville4", 4, range(-10, 10), 0, Formulas::colville),
                onCube("schwefel3", 3, range(-500, 500), 0, Formulas::schwefel),
                onCube("alpine6", 6, range(-6, 10), 0, shifted(Formulas::alpine, 2, -1, 3, 0.5, -2, 4)),
                onBox("mccormick2", List.of(range(-1.5, 4), range(-3, 4)), -1.913222954981037, Formulas::mccormick),
                onCube("branin8", 8, range(0, 1), 0.39788735772973816, Formulas::braninOfTwo),
                onCube("ellipsoid6", 6, range(-5, 5), 0, shifted(Formulas::ellipsoid, 1.1, -2.3, 0.4, 3.2, -1.7, 2.6)));
    }

    private static List<Problem> tables() {
        return List.of(
                Table.problem(
                        "svc3",
                        Map.of(
                                "c", halfDecades(-4, 8),
                                "gamma", halfDecades(-12, 2),
                                "kernel", Map.of("choice", List.of("rbf", "sigmoid", "poly")))),
                Table.problem(
                        "boosting4",
                        Map.of(
                                "rate", ordered(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
                                "trees", ordered(10, 20, 50, 100, 200),
                                "depth", Map.of("int", List.of(1, 5)),
                                "subsample", ordered(0.4, 0.6, 0.8, 1.0))),
                Table.problem(
                        "perceptron5",
                        Map.of(
                                "rate", halfDecades(-8, -1),
                                "decay", ordered(1e-6, 1e-4, 1e-2, 1.0),
                                "width", ordered(4, 8, 16, 32, 64),
                                "layers", Map.of("int", List.of(1, 3)),
                                "activation", Map.of("choice", List.of("relu", "tanh", "logistic")))));
    }

    private static Map<String, Object> ordered(Number... values) {
        return Map.of("choice", List.of(values), "ordered", true);
    }

    /// Powers of √10 with three digits: 0.01, 0.0316, 0.1, …
    private static Map<String, Object> halfDecades(int first, int last) {
        List<Number> values = new ArrayList<>();
        for (int k = first; k <= last; k++) {
            values.add(Double.valueOf((k % 2 == 0 ? "1e" : "3.16e") + Math.floorDiv(k, 2)));
        }
        return Map.of("choice", values, "ordered", true);
    }

    private static Map<String, Object> range(double low, double high) {
        return Map.of("uniform", List.of(low, high));
    }

    private static Problem onCube(
            String name, int dimensions, Map<String, Object> range, double minimum, ToDoubleFunction<double[]> f) {
        return onBox(name, Collections.nCopies(dimensions, range), minimum, f);
    }

    private static Problem onBox(
            String name, List<Map<String, Object>> ranges, double minimum, ToDoubleFunction<double[]> f) {
        Map<String, Object> tree = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (Map<String, Object> range : ranges) {
            names.add("x" + (names.size() + 1));
            tree.put(names.getLast(), range);
        }
        return new Problem(
                name,
                Space.parse(tree),
                minimum,
                0,
                false,
                c -> f.applyAsDouble(names.stream()
                        .mapToDouble(n -> (double) c.values().get(n))
                        .toArray()));
    }

    /// The function with its minimum moved by that much: a minimum in the middle of its space flatters whoever tries
    /// the middle.
    private static ToDoubleFunction<double[]> shifted(ToDoubleFunction<double[]> f, double... by) {
        return x -> {
            double[] moved = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                moved[i] = x[i] - by[i];
            }
            return f.applyAsDouble(moved);
        };
    }
}
