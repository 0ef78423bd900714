package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Head;
import dev.bilevel.glue.Example;
import dev.bilevel.standalone.CommandFailed;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Which of a model's classes is which of a task's: models trained elsewhere may number them in another order.
///
/// Where both name the same classes, case, spaces, hyphens and underscores aside, names decide, and so do names
/// that are the classes' numbers; else numbers do.
final class LabelOrder {
    /// What transformers calls classes that nobody named.
    private static final Pattern NAMELESS = Pattern.compile("label\\d+");

    /// For each of the task's classes the model's index.
    private final int[] ofModel;
    private final Optional<String> note;

    private LabelOrder(int[] ofModel, Optional<String> note) {
        this.ofModel = ofModel;
        this.note = note;
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
        List<String> numbers =
                IntStream.range(0, task.labels()).mapToObj(Integer::toString).toList();
        for (List<String> names : List.of(wanted, numbers)) {
            if (new HashSet<>(names).equals(new HashSet<>(found)) && new HashSet<>(found).size() == found.size()) {
                return new LabelOrder(names.stream().mapToInt(found::indexOf).toArray(), Optional.empty());
            }
        }
        boolean nameless = task.regression()
                || found.stream().allMatch(label -> NAMELESS.matcher(label).matches());
        return new LabelOrder(
                IntStream.range(0, task.labels()).toArray(),
                nameless
                        ? Optional.empty()
                        : Optional.of("--model: its id2label names " + shown(model) + "; taken for " + shown(task)
                                + ", in that order"));
    }

    /// One line for people, where the model's names were not understood.
    Optional<String> note() {
        return note;
    }

    private static String shown(Head head) {
        return String.join(", ", head.labelNames());
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
