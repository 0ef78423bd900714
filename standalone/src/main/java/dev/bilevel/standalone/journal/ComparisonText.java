package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.ModelRole;
import dev.bilevel.standalone.result.Verdict;
import dev.bilevel.study.Study;
import dev.bilevel.study.Trial;
import dev.bilevel.study.journal.Comparison;
import dev.bilevel.study.journal.Parting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A comparison for the eye, and as JSON.
///
/// @param oneName what the one is called, where that tells it from the other
record ComparisonText(Comparison comparison, Study one, Study other, String oneName, String otherName) {
    private static final int WIDEST = 60;
    private static final ObjectMapper JSON = EventCodec.mapper().copy().enable(SerializationFeature.INDENT_OUTPUT);

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(settings());
        lines.add("");
        lines.add("first other result      " + shown(comparison.result(), sameResults()));
        lines.add("first other suggestion  " + shown(comparison.suggestion(), "none: the studies do not part"));
        lines.add("");
        lines.addAll(outcomes());
        return lines;
    }

    String json() {
        ObjectNode tree = JSON.createObjectNode();
        tree.set("settings", JSON.valueToTree(comparison.settings()));
        tree.set("result", JSON.valueToTree(comparison.result().orElse(null)));
        tree.set("suggestion", JSON.valueToTree(comparison.suggestion().orElse(null)));
        tree.put("otherSeeds", comparison.otherSeeds());
        tree.set("one", side(one));
        tree.set("other", side(other));
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a comparison that cannot be written", e);
        }
    }

    private List<String> settings() {
        if (comparison.settings().isEmpty()) {
            return List.of("settings are the same");
        }
        Columns table = Columns.left();
        table.row(List.of("setting", oneName, otherName));
        comparison
                .settings()
                .forEach(setting -> table.row(List.of(setting.path(), cut(setting.one()), cut(setting.other()))));
        return table.lines();
    }

    private static String cut(String value) {
        return value.length() <= WIDEST ? value : value.substring(0, WIDEST - 1) + "…";
    }

    private static String shown(Optional<Parting> parting, String otherwise) {
        return parting.map(found -> found.about() + ", " + found.field() + ": " + found.one() + at(found.oneSequence())
                        + ", " + found.other() + at(found.otherSequence()))
                .orElse(otherwise);
    }

    private String sameResults() {
        return comparison.otherSeeds()
                ? "not compared where trials have other numbers: their seeds differ"
                : "none: equal suggestions had equal results";
    }

    private static String at(Long sequence) {
        return sequence == null ? "" : " (sequence " + sequence + ")";
    }

    private List<String> outcomes() {
        Columns table = Columns.left();
        table.row(List.of("", oneName, otherName));
        row(table, "status", study -> study.status().name().toLowerCase(Locale.ROOT));
        if (Stream.of(one, other).anyMatch(study -> !earlier(study).isEmpty())) {
            row(table, "known before", ComparisonText::known);
        }
        row(table, "trials", study -> study.trials().size() + failed(study));
        row(
                table,
                "best trial",
                study -> study.best().map(best -> "" + best.suggested().index()).orElse("-"));
        row(
                table,
                "its parameters",
                study -> study.best().map(ComparisonText::parameters).orElse("-"));
        row(
                table,
                "its weights",
                study -> study.best().map(ComparisonText::weights).orElse("-"));
        row(
                table,
                "validation",
                study -> study.best()
                        .map(Trial.Completed::value)
                        .map(ComparisonText::number)
                        .orElse("-"));
        for (ModelRole role : ModelRole.values()) {
            String name = role.name().toLowerCase(Locale.ROOT).replace('_', '-');
            row(
                    table,
                    "holdout, " + name,
                    study -> holdout(study, role).map(ComparisonText::number).orElse("-"));
        }
        return table.lines();
    }

    private static List<Observation> earlier(Study study) {
        return study.spec().outer().earlier();
    }

    /// How many results a study began with, and the best of them.
    private static String known(Study study) {
        List<Double> values = earlier(study).stream()
                .map(Observation::outcome)
                .filter(Outcome.Measured.class::isInstance)
                .map(outcome -> ((Outcome.Measured) outcome).value())
                .toList();
        return earlier(study).size()
                + values.stream()
                        .max(Double::compare)
                        .map(best -> ", best " + number(best))
                        .orElse("");
    }

    private void row(Columns table, String name, Function<Study, String> value) {
        table.row(List.of(name, value.apply(one), value.apply(other)));
    }

    private static ObjectNode side(Study study) {
        ObjectNode tree = JSON.createObjectNode()
                .put("study", study.id())
                .put("status", study.status().name().toLowerCase(Locale.ROOT))
                .put("trials", study.trials().size())
                .put("failedTrials", study.failedTrials());
        study.best().ifPresent(best -> {
            ObjectNode won =
                    tree.putObject("best").put("trial", best.suggested().index());
            won.set("params", JSON.valueToTree(best.suggested().params()));
            won.put("validation", best.value());
        });
        study.result().ifPresent(result -> tree.set("holdout", JSON.valueToTree(result.holdout())));
        return tree;
    }

    private static String failed(Study study) {
        return study.failedTrials() == 0 ? "" : " (" + study.failedTrials() + " failed)";
    }

    private static String parameters(Trial.Completed trial) {
        return trial.suggested().params().values().entrySet().stream()
                .map(entry -> entry.getKey() + " " + Verdict.shortened(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String weights(Trial.Completed trial) {
        return trial.inner()
                .best()
                .map(fusion -> Verdict.weights(fusion.weights()))
                .orElse("-");
    }

    private static Optional<Double> holdout(Study study, ModelRole role) {
        return study.result().map(result -> result.holdout().get(role));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
