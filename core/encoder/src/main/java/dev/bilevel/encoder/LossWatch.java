package dev.bilevel.encoder;

/// Tells a training that has gone wrong from one that is merely slow.
///
/// A loss or gradient norm that is NaN or infinite ends it at once. So does a hopeless loss: its running mean,
/// over some ten steps, above twenty times the loss of knowing nothing (ln C for C classes; the mean squared
/// label of a regression).
final class LossWatch {
    private static final double HOPELESS = 20;

    private final double limit;

    LossWatch(Labels labels, Head head) {
        this.limit = HOPELESS * knowingNothing(labels, head);
    }

    private static double knowingNothing(Labels labels, Head head) {
        if (!head.regression()) {
            return StrictMath.log(head.labels());
        }
        double squares = 0;
        for (int i = 0; i < labels.size(); i++) {
            squares += labels.value(i) * labels.value(i);
        }
        // A floor of one: labels that are all zero would make any loss hopeless.
        return Math.max(1, squares / labels.size());
    }

    /// @param course after the step that had this loss
    void check(Course course, double loss, double gradientNorm) throws Diverged {
        int step = course.taken();
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            throw new Diverged("loss is " + loss + " and gradient norm " + gradientNorm + " at step " + step, step);
        }
        if (course.recentMean() > limit) {
            throw new Diverged("mean loss is " + course.recentMean() + " at step " + step + ", above " + limit, step);
        }
    }
}
