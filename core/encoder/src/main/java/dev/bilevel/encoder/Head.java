package dev.bilevel.encoder;

import dev.bilevel.checkpoints.TensorInfo;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.glue.Task;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What sits on top of the encoder.
///
/// @param labelNames one for each class, in order of index; a regression has one, which names the score
public record Head(boolean regression, List<String> labelNames) {
    /// The last map of RoBERTa's head and of BERT's.
    private static final List<String> LAST = List.of("classifier.out_proj.weight", "classifier.weight");

    public Head {
        labelNames = List.copyOf(labelNames);
        if (regression ? labelNames.size() != 1 : labelNames.size() < 2 || labelNames.size() > 100_000) {
            throw new IllegalArgumentException("labels: are " + labelNames.size() + ", expected "
                    + (regression ? "1 for a regression" : "2 or more classes"));
        }
    }

    public static Head of(Task task) {
        return new Head(task.regression(), task.labelNames());
    }

    /// The number of logits of the head that a checkpoint was saved with; empty if it has none.
    public static OptionalInt savedLabels(TensorSet checkpoint) {
        return LAST.stream()
                .flatMap(name -> Stream.ofNullable(checkpoint.tensors().get(name)))
                .map(TensorInfo::shape)
                .filter(shape -> shape.size() == 2 && shape.getFirst() <= Integer.MAX_VALUE)
                .mapToInt(shape -> Math.toIntExact(shape.getFirst()))
                .findFirst();
    }

    /// Number of logits.
    public int labels() {
        return labelNames.size();
    }
}
