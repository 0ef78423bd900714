package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Head;
import dev.bilevel.glue.Example;
import dev.bilevel.standalone.CommandFailed;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Which of a model's classes is which of a task's: models trained elsewhere may number them in another order.
///
/// Where both name the same classes, case, spaces, hyphens and underscores aside, names decide; else numbers do.
final class LabelOrder {
    /// For each of the task's classes the model's index.
    private final int[] ofModel;

    private LabelOrder(int[] ofModel) {
        this.ofModel = ofModel;
    }

    /// @throws CommandFailed (wrong input) if the model has another number of labels, or is no regression where the
    ///     task is one
    static LabelOrder between(Head task, Head model, String name) {
        if (task.regression() != model.regression() || task.labels() != model.labels()) {
            throw CommandFailed.wrongInput("--model: has a head for " + words(model) + ", expected one for "
                    + words(task) + ", as " + name + " has them");
        }
        List<String> wanted = task.labelNames().stream().map(LabelOrder::plain).toList();
        List<String> found = model.labelNames().stream().map(LabelOrder::plain).toList();
        boolean same =
                new HashSet<>(wanted).equals(new HashSet<>(found)) && new HashSet<>(found).size() == found.size();
        return new LabelOrder(
                same
                        ? wanted.stream().mapToInt(found::indexOf).toArray()
                        : IntStream.range(0, task.labels()).toArray());
    }

    private static String words(Head head) {
        return head.regression() ? "a regression" : head.labels() + " classes";
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    private boolean same() {
        return IntStream.range(0, ofModel.length).allMatch(i -> ofModel[i] == i);
    }

    /// The task's examples with the model's labels.
    List<Example> forModel(List<Example> examples) {
        if (same()) {
            return examples;
        }
        return examples.stream()
                .map(example -> new Example(example.first(), example.second(), ofModel[(int) example.label()]))
                .toList();
    }

    /// The model's predictions as the task's classes; scores as they are.
    double[] predictions(double[] ofModels) {
        return same()
                ? ofModels
                : Arrays.stream(ofModels)
                        .map(predicted -> IntStream.range(0, ofModel.length)
                                .filter(i -> ofModel[i] == (int) predicted)
                                .findFirst()
                                .orElseThrow())
                        .toArray();
    }

    /// A row of the model's logits in the task's order.
    float[] logits(float[] ofModels) {
        float[] ordered = new float[ofModels.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = ofModels[ofModel[i]];
        }
        return ordered;
    }
}
