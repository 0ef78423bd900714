package dev.bilevel.glue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The nine tasks of GLUE (Wang et al. 2019, <https://gluebenchmark.com/tasks>): what a line of their files means and
/// how their predictions are measured.
///
/// Class indices are those of Hugging Face's `glue` dataset, so that models trained elsewhere keep their meaning.
public enum Task {
    /// Is the sentence grammatical?
    COLA(
            "CoLA",
            new Layout.Headless(4, 3, 1),
            new Answers.Numbered("unacceptable", "acceptable"),
            Metric.MATTHEWS_CORRELATION),
    /// Does the phrase of a film review please?
    SST2("SST-2", Layout.single("sentence", "label"), new Answers.Numbered("negative", "positive"), Metric.ACCURACY),
    /// Do the two sentences say the same?
    MRPC(
            "MRPC",
            Layout.pair("#1 String", "#2 String", "Quality"),
            new Answers.Numbered("not_equivalent", "equivalent"),
            Metric.ACCURACY,
            Metric.F1),
    /// How similar are the two sentences, from 0 to 5?
    STSB(
            "STS-B",
            Layout.pair("sentence1", "sentence2", "score"),
            new Answers.Score(0, 5),
            Metric.PEARSON,
            Metric.SPEARMANR),
    /// Do the two questions ask the same?
    QQP(
            "QQP",
            Layout.pair("question1", "question2", "is_duplicate"),
            new Answers.Numbered("not_duplicate", "duplicate"),
            Metric.ACCURACY,
            Metric.F1),
    /// Does the premise entail the hypothesis, contradict it, or neither?
    MNLI(
            "MNLI",
            Layout.pair("sentence1", "sentence2", "gold_label"),
            new Answers.Named("entailment", "neutral", "contradiction"),
            Metric.ACCURACY),
    /// Does the sentence answer the question?
    QNLI(
            "QNLI",
            Layout.pair("question", "sentence", "label"),
            new Answers.Named("entailment", "not_entailment"),
            Metric.ACCURACY),
    /// Does the first text entail the second?
    RTE(
            "RTE",
            Layout.pair("sentence1", "sentence2", "label"),
            new Answers.Named("entailment", "not_entailment"),
            Metric.ACCURACY),
    /// Does the sentence entail the one whose pronoun was replaced?
    WNLI(
            "WNLI",
            Layout.pair("sentence1", "sentence2", "label"),
            new Answers.Numbered("not_entailment", "entailment"),
            Metric.ACCURACY);

    private final String officialName;
    private final Layout layout;
    private final Answers answers;
    private final List<Metric> metrics;

    Task(String officialName, Layout layout, Answers answers, Metric... metrics) {
        this.officialName = officialName;
        this.layout = layout;
        this.answers = answers;
        this.metrics = List.of(metrics);
    }

    /// The task of that official name, exactly as GLUE writes it: `SST-2`, never `sst2`.
    public static Optional<Task> named(String officialName) {
        return Stream.of(values())
                .filter(task -> task.officialName.equals(officialName))
                .findFirst();
    }

    /// All official names, in GLUE's order: for messages that list what is known.
    public static List<String> names() {
        return Stream.of(values()).map(Task::officialName).toList();
    }

    /// GLUE's name of the task, which is also the name of its folder.
    public String officialName() {
        return officialName;
    }

    /// How many numbers a model gives for an example: one for each class, or 1 for a regression.
    public int labels() {
        return answers.names().size();
    }

    /// True where the label is a score instead of a class: STS-B.
    public boolean regression() {
        return switch (answers) {
            case Answers.Score _ -> true;
            case Answers.Numbered _, Answers.Named _ -> false;
        };
    }

    /// True where an example has two texts.
    public boolean pair() {
        return layout.pair();
    }

    /// The names of the classes by index, as in Hugging Face's `id2label`; `similarity` for the regression.
    public List<String> labelNames() {
        return answers.names();
    }

    /// The official metrics by the names that Hugging Face's `evaluate` gives them.
    public List<String> metricNames() {
        return metrics.stream().map(Metric::officialName).toList();
    }

    /// The name of [Metrics#primary()]: that of the only metric, or two joined by `_and_` for their mean.
    public String primaryMetric() {
        return metrics.stream().map(Metric::officialName).collect(Collectors.joining("_and_"));
    }

    Layout layout() {
        return layout;
    }

    Answers answers() {
        return answers;
    }

    List<Metric> metrics() {
        return metrics;
    }
}
