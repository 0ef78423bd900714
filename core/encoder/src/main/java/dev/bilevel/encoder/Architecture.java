package dev.bilevel.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// An encoder's sizes, as its config.json gives them; valid, since only [ModelConfig] makes one.
///
/// @param padding the padding token's id
/// @param positions rows of the position table, RoBERTa's unused first `padding + 1` ones included
record Architecture(
        Family family,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int intermediate,
        int positions,
        int types,
        int padding,
        double layerNormEps,
        double initializerRange,
        Activation activation) {

    /// The longest sequence that the position table can number: RoBERTa counts from the padding id + 1.
    int longestSequence() {
        return switch (family) {
            case ROBERTA -> positions - padding - 1;
            case BERT -> positions;
        };
    }

    /// Every parameter, in the order in which the computation takes them.
    List<Parameter> parameters(Head head) {
        List<Parameter> all = new ArrayList<>();
        String embeddings = family.prefix() + "embeddings.";
        OptionalInt positionPadding = switch (family) {
            case ROBERTA -> OptionalInt.of(padding);
            case BERT -> OptionalInt.empty();
        };
        table(all, embeddings + "word_embeddings", vocabulary, OptionalInt.of(padding));
        table(all, embeddings + "position_embeddings", positions, positionPadding);
        table(all, embeddings + "token_type_embeddings", types, OptionalInt.empty());
        norm(all, embeddings + "LayerNorm", 0);
        for (int depth = 1; depth <= layers; depth++) {
            String layer = family.prefix() + "encoder.layer." + (depth - 1) + ".";
            dense(all, layer + "attention.self.query", hidden, hidden, depth);
            dense(all, layer + "attention.self.key", hidden, hidden, depth);
            dense(all, layer + "attention.self.value", hidden, hidden, depth);
            dense(all, layer + "attention.output.dense", hidden, hidden, depth);
            norm(all, layer + "attention.output.LayerNorm", depth);
            dense(all, layer + "intermediate.dense", intermediate, hidden, depth);
            dense(all, layer + "output.dense", hidden, intermediate, depth);
            norm(all, layer + "output.LayerNorm", depth);
        }
        switch (family) {
            case ROBERTA -> {
                dense(all, "classifier.dense", hidden, hidden, layers + 1);
                dense(all, "classifier.out_proj", head.labels(), hidden, layers + 1);
            }
            case BERT -> {
                dense(all, "bert.pooler.dense", hidden, hidden, layers + 1);
                dense(all, "classifier", head.labels(), hidden, layers + 1);
            }
        }
        return List.copyOf(all);
    }

    /// The parameters without the head's, for which no task needs to be known.
    List<Parameter> encoderParameters() {
        return parameters(new Head(true, List.of("any"))).stream()
                .filter(parameter -> !parameter.head())
                .toList();
    }

    private void table(List<Parameter> all, String name, long rows, OptionalInt zeroRow) {
        List<Long> shape = List.of(rows, (long) hidden);
        all.add(new Parameter(name + ".weight", shape, Parameter.Start.NORMAL, false, 0, zeroRow));
    }

    private void norm(List<Parameter> all, String name, int depth) {
        List<Long> shape = List.of((long) hidden);
        all.add(new Parameter(name + ".weight", shape, Parameter.Start.ONES, false, depth, OptionalInt.empty()));
        all.add(new Parameter(name + ".bias", shape, Parameter.Start.ZEROS, false, depth, OptionalInt.empty()));
    }

    private void dense(List<Parameter> all, String name, long out, long in, int depth) {
        boolean head = depth > layers;
        OptionalInt none = OptionalInt.empty();
        all.add(new Parameter(name + ".weight", List.of(out, in), Parameter.Start.NORMAL, head, depth, none));
        all.add(new Parameter(name + ".bias", List.of(out), Parameter.Start.ZEROS, head, depth, none));
    }
}
