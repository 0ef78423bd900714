package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a trial may vary. Defaults are RoBERTa's own for GLUE (Liu et al. 2019, appendix C), clipping is
/// transformers'.
///
/// @param learningRate peak, in (0, 1]
/// @param batchSize examples per optimizer step, 1 to 4096
/// @param epochs passes over the data, 1 to 1000
/// @param weightDecay decoupled, not on biases and LayerNorm, in [0, 10]
/// @param warmupRatio of all steps, in [0, 1]; rounded up
/// @param dropout of embeddings and what a layer adds, in [0, 1)
/// @param attentionDropout of attention's shares, in [0, 1); by default as `dropout`
/// @param headDropout in the head, in [0, 1); by default as `dropout`
/// @param maxGradNorm the gradient's global norm is clipped to this; 0 clips nothing
/// @param beta1 of AdamW, in [0, 1)
/// @param beta2 of AdamW, in [0, 1)
/// @param epsilon of AdamW, above 0
/// @param schedule of the learning rate after warm-up
/// @param gradientAccumulation parts in which a batch is computed, to need less memory, 1 to 4096
/// @param labelSmoothing ε of a classification's targets, 1 − ε + ε/C and ε/C, in [0, 1); a regression has none
/// @param layerDecay what each layer's learning rate is multiplied with to give that of the layer below it, in (0, 1];
///     the head has the whole one
/// @param patience 0: all epochs are trained; p: training ends after p epochs in a row that did not lower the loss on
///     the examples that are watched ([FineTuning#watching])
/// @param frozenLayers 0: everything is trained; k: not the embeddings nor the first k layers
public record Hyperparameters(
        double learningRate,
        int batchSize,
        int epochs,
        double weightDecay,
        double warmupRatio,
        double dropout,
        double attentionDropout,
        double headDropout,
        double maxGradNorm,
        double beta1,
        double beta2,
        double epsilon,
        Schedule schedule,
        int gradientAccumulation,
        double labelSmoothing,
        double layerDecay,
        int frozenLayers,
        int patience) {

    private static final SortedSet<String> NAMES = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "learningRate",
            "batchSize",
            "epochs",
            "weightDecay",
            "warmupRatio",
            "dropout",
            "attentionDropout",
            "headDropout",
            "maxGradNorm",
            "beta1",
            "beta2",
            "epsilon",
            "schedule",
            "gradientAccumulation",
            "labelSmoothing",
            "layerDecay",
            "frozenLayers",
            "patience")));

    public Hyperparameters {
        check("learningRate", learningRate, learningRate > 0 && learningRate <= 1, "above 0, at most 1");
        check("batchSize", batchSize, batchSize >= 1 && batchSize <= 4096, "1 to 4096");
        check("epochs", epochs, epochs >= 1 && epochs <= 1000, "1 to 1000");
        check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay <= 10, "0 to 10");
        check("warmupRatio", warmupRatio, warmupRatio >= 0 && warmupRatio <= 1, "0 to 1");
        check("dropout", dropout, dropout >= 0 && dropout < 1, "at least 0, below 1");
        check(
                "attentionDropout",
                attentionDropout,
                attentionDropout >= 0 && attentionDropout < 1,
                "at least 0, below 1");
        check("headDropout", headDropout, headDropout >= 0 && headDropout < 1, "at least 0, below 1");
        check("maxGradNorm", maxGradNorm, maxGradNorm >= 0 && maxGradNorm <= 1e9, "0 (no clipping) or above");
        check("beta1", beta1, beta1 >= 0 && beta1 < 1, "at least 0, below 1");
        check("beta2", beta2, beta2 >= 0 && beta2 < 1, "at least 0, below 1");
        check("epsilon", epsilon, epsilon > 0 && epsilon <= 1, "above 0, at most 1");
        check(
                "gradientAccumulation",
                gradientAccumulation,
                gradientAccumulation >= 1 && gradientAccumulation <= 4096,
                "1 to 4096");
        check("labelSmoothing", labelSmoothing, labelSmoothing >= 0 && labelSmoothing < 1, "at least 0, below 1");
        check("layerDecay", layerDecay, layerDecay > 0 && layerDecay <= 1, "above 0, at most 1");
        check("patience", patience, patience >= 0 && patience <= 1000, "0 to 1000");
        check("frozenLayers", frozenLayers, frozenLayers >= 0 && frozenLayers <= 1000, "0 to 1000");
    }

    /// How many optimizer steps a training takes.
    ///
    /// @param examples at least one
    public long steps(int examples) {
        return (long) Math.ceilDiv(examples, batchSize) * epochs;
    }

    public static Hyperparameters defaults() {
        return of(Map.of());
    }

    /// From a trial's parameters; what is not named takes its default.
    ///
    /// @throws InvalidHyperparameter for an unknown name, a value of the wrong type, or one out of range
    public static Hyperparameters of(Map<String, ?> params) {
        for (String name : new TreeSet<>(params.keySet())) {
            if (!NAMES.contains(name)) {
                throw new InvalidHyperparameter(name, "no hyperparameter of this trainer", "one of " + NAMES);
            }
        }
        double dropout = number(params, "dropout", 0.1);
        return new Hyperparameters(
                number(params, "learningRate", 2e-5),
                whole(params, "batchSize", 16),
                whole(params, "epochs", 10),
                number(params, "weightDecay", 0.1),
                number(params, "warmupRatio", 0.06),
                dropout,
                number(params, "attentionDropout", dropout),
                number(params, "headDropout", dropout),
                number(params, "maxGradNorm", 1.0),
                number(params, "beta1", 0.9),
                number(params, "beta2", 0.98),
                number(params, "epsilon", 1e-6),
                schedule(params),
                whole(params, "gradientAccumulation", 1),
                number(params, "labelSmoothing", 0),
                number(params, "layerDecay", 1),
                whole(params, "frozenLayers", 0),
                whole(params, "patience", 0));
    }

    /// Every name that [#of] knows.
    public static SortedSet<String> names() {
        return NAMES;
    }

    /// What only the model and the data can tell.
    ///
    /// @param watched examples to be patient with
    void checkAgainst(Architecture architecture, List<Example> watched) {
        check("patience", patience, patience == 0 || !watched.isEmpty(), "0, or examples to watch");
        check(
                "frozenLayers",
                frozenLayers,
                frozenLayers <= architecture.layers(),
                "at most the model's layers, " + architecture.layers());
    }

    boolean freezes(Parameter parameter) {
        return frozenLayers > 0 && parameter.depth() <= frozenLayers;
    }

    private static double number(Map<String, ?> params, String name, double otherwise) {
        return switch (params.get(name)) {
            case null -> otherwise;
            case Number number -> number.doubleValue();
            case Object other -> throw new InvalidHyperparameter(name, "'" + other + "'", "a number");
        };
    }

    private static int whole(Map<String, ?> params, String name, int otherwise) {
        double number = number(params, name, otherwise);
        check(name, number, number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE, "a whole number");
        return (int) number;
    }

    private static Schedule schedule(Map<String, ?> params) {
        Object found = params.get("schedule");
        if (found == null) {
            return Schedule.LINEAR;
        }
        return Schedule.named(found.toString())
                .orElseThrow(
                        () -> new InvalidHyperparameter("schedule", "'" + found + "'", "linear, cosine or constant"));
    }

    private static void check(String name, double found, boolean valid, String expected) {
        if (!valid) {
            Object shown = found == Math.rint(found) && Math.abs(found) < 1e15 ? (Object) (long) found : found;
            throw new InvalidHyperparameter(name, shown, expected);
        }
    }
}
