package dev.bilevel.glue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A task outside GLUE: what the labels of [TsvFile]s mean, and how predictions are measured.
///
/// @param labelNames the labels as the files write them, by index; one that names the score for a regression
public record OwnTask(String name, boolean regression, List<String> labelNames) {
    private static final int MOST_CLASSES = 1000;

    /// Stricter than [Double#parseDouble(String)], which also takes `1d`, `0x1p0` and `NaN`.
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?[0-9]{1,15}(?:[.][0-9]{0,20})?(?:[eE][+-]?[0-9]{1,2})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,15}");

    public OwnTask {
        labelNames = List.copyOf(labelNames);
    }

    /// What a file's labels are.
    public enum Kind {
        /// A regression where all labels are numbers and at least one has a fraction; otherwise classes.
        GUESSED,
        CLASSIFICATION,
        REGRESSION
    }

    /// The task that a file to train on poses. Classes are in the order of their numbers where all are whole numbers,
    /// else in that of their characters.
    ///
    /// @throws InvalidData if a label is blank, there are fewer than two classes or more than a thousand, or a
    ///     score is no number
    public static OwnTask of(String name, TsvFile file, Kind kind) throws InvalidData {
        for (TsvFile.Row row : file.rows()) {
            if (row.label().isBlank()) {
                throw unknown(file, row, "a class or a number");
            }
        }
        List<String> labels = file.rows().stream().map(TsvFile.Row::label).toList();
        boolean scores = labels.stream().allMatch(OwnTask::number)
                && !labels.stream().allMatch(label -> WHOLE.matcher(label).matches());
        if (kind == Kind.REGRESSION || kind == Kind.GUESSED && scores) {
            OwnTask task = new OwnTask(name, true, List.of("score"));
            task.examples(file);
            return task;
        }
        List<String> classes = new ArrayList<>(new TreeSet<>(labels));
        if (classes.stream().allMatch(label -> WHOLE.matcher(label).matches())) {
            classes.sort(Comparator.comparingLong(Long::parseLong));
        }
        if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
            String found = classes.size() == 1
                    ? "one label, " + Quoted.of(classes.getFirst())
                    : classes.size() + " different labels";
            throw new InvalidData(file.path() + ": has " + found + (file.header() ? " below a header" : "")
                    + ", expected 2 to " + MOST_CLASSES + " classes, or a regression");
        }
        return new OwnTask(name, false, classes);
    }

    /// Reads another file of this task.
    ///
    /// @throws InvalidData as [TsvFile#read] does
    public TsvFile read(Path file, TsvColumns columns) throws InvalidData {
        return TsvFile.read(file, columns, rows -> columns.headed(rows, this::knows));
    }

    private boolean knows(String label) {
        return regression ? number(label) : index(label) >= 0;
    }

    /// What transformers calls classes that nobody named, LABEL_0 and so on, files call by their numbers.
    private int index(String label) {
        int index = labelNames.indexOf(label);
        return index >= 0 || !WHOLE.matcher(label).matches() ? index : labelNames.indexOf("LABEL_" + label);
    }

    /// A file's lines with their labels as numbers.
    ///
    /// @throws InvalidData naming the first line whose label this task does not know
    public List<Example> examples(TsvFile file) throws InvalidData {
        List<Example> examples = new ArrayList<>();
        for (TsvFile.Row row : file.rows()) {
            examples.add(new Example(row.first(), row.second(), label(file, row)));
        }
        return List.copyOf(examples);
    }

    private double label(TsvFile file, TsvFile.Row row) throws InvalidData {
        if (regression) {
            if (number(row.label())) {
                return Double.parseDouble(row.label());
            }
            throw unknown(file, row, "a number");
        }
        int index = index(row.label());
        if (index < 0) {
            String known = String.join(", ", labelNames.subList(0, Math.min(10, labelNames.size())));
            throw unknown(file, row, "one of " + known + (labelNames.size() > 10 ? ", …" : ""));
        }
        return index;
    }

    private static InvalidData unknown(TsvFile file, TsvFile.Row row, String expected) {
        return new InvalidData(file.path() + ": line " + row.line() + ": label is " + Quoted.of(row.label())
                + ", expected " + expected);
    }

    static boolean number(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /// Accuracy for classes, with the F1 of the second where there are two; both correlations for a regression.
    List<Metric> metrics() {
        if (regression) {
            return List.of(Metric.PEARSON, Metric.SPEARMANR);
        }
        return labelNames.size() == 2 ? List.of(Metric.ACCURACY, Metric.F1) : List.of(Metric.ACCURACY);
    }

    /// The names of the metrics, in order.
    public List<String> metricNames() {
        return metrics().stream().map(Metric::officialName).toList();
    }
}
