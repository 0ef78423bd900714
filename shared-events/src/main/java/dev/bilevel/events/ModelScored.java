package dev.bilevel.events;

import java.util.Map;
import java.util.TreeMap;

/// A model's score on a split.
///
/// @param modelId the fusion id of a [ModelFused], or the model id of a [ModelSelected]
/// @param model what was scored
/// @param loss mean loss over the split
/// @param metrics every metric of the task by name, over the whole split; empty where only the loss was asked for
/// @param metric the task's single number for optimisation (higher is better); null where only the loss was asked for
/// @param examples how many examples were scored
/// @param fingerprint what it was computed with
/// @param inputs what it was computed from; null where the evaluator does not say
public record ModelScored(
        String studyId,
        String trialId,
        String modelId,
        Split split,
        Artifact model,
        double loss,
        Map<String, Double> metrics,
        Double metric,
        int examples,
        double seconds,
        Fingerprint fingerprint,
        @MayBeAbsent Inputs inputs)
        implements Event {
    public ModelScored {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("modelId", modelId);
        Check.present("split", split);
        Check.present("model", model);
        Check.finite("loss", loss);
        Check.present("metrics", metrics);
        metrics.forEach((name, value) -> {
            Check.present("metrics." + name, value);
            Check.finite("metrics." + name, value);
        });
        metrics = java.util.Collections.unmodifiableMap(new TreeMap<>(metrics));
        if (metric != null) {
            Check.finite("metric", metric);
        }
        Check.atLeast("examples", examples, 1);
        Check.notNegative("seconds", seconds);
        Check.present("fingerprint", fingerprint);
    }

    @Override
    public String subject() {
        return modelId;
    }
}
