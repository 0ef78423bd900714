package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What was observed, as the surrogate takes it.
///
/// @param x_nd encoded points
/// @param z_n standardised outcomes; a failure is no better than the worst that was measured
/// @param by which acquisition function suggested each; empty where that is not known
record Completed(Scale scale, double[][] x_nd, double[] z_n, List<String> by) {
    static Completed of(Goal goal, Encoding encoding, List<Observation> history) {
        double[] measured = history.stream()
                .filter(observation -> observation.outcome() instanceof Measured)
                .mapToDouble(observation -> ((Measured) observation.outcome()).value())
                .toArray();
        Scale scale = Scale.of(goal, measured);
        double worst = Double.NEGATIVE_INFINITY;
        for (double value : measured) {
            worst = Math.max(worst, scale.standardise(value));
        }
        List<Observation> settled = new ArrayList<>();
        List<Double> outcomes = new ArrayList<>();
        for (Observation observation : history) {
            switch (observation.outcome()) {
                case Measured(double value) -> {
                    settled.add(observation);
                    outcomes.add(scale.standardise(value));
                }
                case Failed _ -> {
                    settled.add(observation);
                    outcomes.add(worst);
                }
                case Pending _ -> {}
            }
        }
        double[] z_n = outcomes.stream().mapToDouble(Double::doubleValue).toArray();
        int[] selected = Selection.of(z_n);
        return new Completed(
                scale,
                IntStream.of(selected)
                        .mapToObj(i -> encoding.encode(settled.get(i).configuration()))
                        .toArray(double[][]::new),
                IntStream.of(selected).mapToDouble(i -> z_n[i]).toArray(),
                IntStream.of(selected)
                        .mapToObj(i -> settled.get(i).by().orElse(""))
                        .toList());
    }
}
