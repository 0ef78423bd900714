package dev.bilevel.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;

/// From a [StudySpec] to the tree that [SpecReader] reads.
final class SpecWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecWriter() {}

    static ObjectNode write(StudySpec spec) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("name", spec.name());
        tree.put("seed", spec.seed());
        tree.put("task", spec.task().officialName());
        tree.put("data", spec.data());
        tree.putObject("model")
                .put("path", spec.model().path())
                .put("tokenizer", spec.model().tokenizer())
                .put("weights", Fields.wireName(spec.model().weights()));
        tree.put("trainer", spec.trainer());
        tree.put("validation", spec.validation());
        tree.putObject("compute")
                .put("device", spec.compute().device())
                .put("precision", Fields.wireName(spec.compute().precision()))
                .put("threads", spec.compute().threads())
                .put("maxLength", spec.compute().maxLength());
        tree.putObject("training").put("checkpoints", spec.checkpoints()).put("from", spec.checkpointsFrom());
        outer(tree.putObject("outer"), spec.outer());
        inner(tree.putObject("inner"), spec.inner());
        tree.put("keep", Fields.wireName(spec.keep()));
        return tree;
    }

    private static void outer(ObjectNode tree, OuterLevel outer) {
        tree.set("space", JSON.valueToTree(outer.space().toTree()));
        tree.set("acquisition", JSON.valueToTree(outer.acquisition().toTree()));
        tree.set(
                "points",
                JSON.valueToTree(
                        outer.points().stream().map(Configuration::values).toList()));
        if (!outer.earlier().isEmpty()) {
            // Only then: a study from nothing has the same spec as before there were earlier ones.
            tree.set(
                    "earlier",
                    JSON.valueToTree(
                            outer.earlier().stream().map(Observations::write).toList()));
        }
        tree.put("trials", outer.trials());
        tree.put("initial", outer.initial());
        tree.put("parallelism", outer.parallelism());
        tree.put("schedule", Fields.wireName(outer.schedule()));
    }

    private static void inner(ObjectNode tree, InnerLevel inner) {
        tree.set("acquisition", JSON.valueToTree(inner.acquisition().toTree()));
        tree.put("fusions", inner.fusions());
        tree.put("initial", inner.initial());
        tree.put("examples", inner.examples());
        tree.put("parallelism", inner.parallelism());
    }
}
