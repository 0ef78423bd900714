package dev.bilevel.encoder;

import java.util.Locale;

/// Tells a training that has gone wrong from one that is merely slow. Three things end one:
///
/// - a loss or gradient norm that is NaN or infinite, at once;
/// - a hopeless loss: its mean over some ten steps above twenty times that of a guess in the dark (ln C for C
///   classes; the mean squared label of a regression, at least 1);
/// - a rising loss: its means over some hundred steps ([Course#trend]) and over some ten both above twice the least
///   that the former has been, and above nine tenths of what the best constant answer has (the entropy of the labels;
///   their variance), which is what a collapsed model falls back to. Whatever the least has been, twice the guess in
///   the dark is enough. Not in the first fifty steps.
final class LossWatch {
    private static final double HOPELESS = 20;
    private static final double RISEN = 2;
    private static final double FORGOTTEN = 0.9;

    private final double dark;
    private final double constant;

    LossWatch(Labels labels, Head head) {
        this.dark = head.regression() ? Math.max(1, labels.meanSquare()) : StrictMath.log(head.labels());
        // Floors, for labels that are all the same: a constant answer has no loss then, and any loss is above it.
        this.constant = head.regression()
                ? Math.max(0.05 * dark, labels.variance())
                : Math.max(0.5 * dark, labels.entropy(head.labels()));
    }

    /// @param course after the step that had this loss
    void check(Course course, double loss, double gradientNorm) throws Diverged {
        int step = course.taken();
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            throw new Diverged("loss is " + loss + " and gradient norm " + gradientNorm + " at step " + step, step);
        }
        double recent = course.recent().value();
        if (recent > HOPELESS * dark) {
            throw new Diverged(words("mean loss is %.4f at step %d, above %.4f", recent, step, HOPELESS * dark), step);
        }
        double trend = course.trend().value();
        double least = Math.min(dark, course.leastTrend());
        double limit = Math.max(FORGOTTEN * constant, RISEN * least);
        if (course.hasTrend() && trend > limit && recent > limit) {
            throw new Diverged(
                    words(
                            "mean loss has risen from %.4f to %.4f at step %d; a constant answer has %.4f",
                            least, trend, step, constant),
                    step);
        }
    }

    /// The same on every machine: they end in the journal.
    private static String words(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
