package dev.bilevel.encoder;

/// How far a training has come: all that decides how it goes on, beside tensors and settings.
final class Course {
    private static final double MEMORY = 0.9;

    private int taken;
    private double epochLoss;
    private double recentLoss;
    private double recentWeight;
    private double leastWatched = Double.POSITIVE_INFINITY;
    private int epochsSinceLeast;

    static Course beginning() {
        return new Course(0, 0, 0, 0);
    }

    Course(int taken, double epochLoss, double recentLoss, double recentWeight) {
        this.taken = taken;
        this.epochLoss = epochLoss;
        this.recentLoss = recentLoss;
        this.recentWeight = recentWeight;
    }

    /// Steps taken.
    int taken() {
        return taken;
    }

    /// Sum over the examples that the running epoch has seen, or the last one if none is running.
    double epochLoss() {
        return epochLoss;
    }

    /// What [#recentMean] is made of.
    double recentLoss() {
        return recentLoss;
    }

    double recentWeight() {
        return recentWeight;
    }

    /// The mean loss over some ten steps.
    double recentMean() {
        return recentLoss / recentWeight;
    }

    void beginEpoch() {
        epochLoss = 0;
    }

    void take(double loss, int examples) {
        taken++;
        epochLoss += loss * examples;
        recentLoss = MEMORY * recentLoss + (1 - MEMORY) * loss;
        recentWeight = MEMORY * recentWeight + (1 - MEMORY);
    }

    /// The least loss on the examples that are watched, after any epoch; infinite before the first.
    double leastWatched() {
        return leastWatched;
    }

    /// Epochs since then.
    int epochsSinceLeast() {
        return epochsSinceLeast;
    }

    void watched(double loss) {
        if (loss < leastWatched) {
            watchedBefore(loss, 0);
        } else {
            epochsSinceLeast++;
        }
    }

    /// As it was saved.
    void watchedBefore(double least, int epochsSince) {
        leastWatched = least;
        epochsSinceLeast = epochsSince;
    }
}
