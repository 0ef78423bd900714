package dev.bilevel.encoder;

import java.util.Map;

/// How far a training has come: all that decides how it goes on, beside tensors and settings.
final class Course {
    private static final double RECENT = 0.1;
    private static final double TREND = 0.01;
    private static final double TREND_EXAMPLES = 1600;
    /// Half a trend's reach.
    private static final double TREND_BEGINS = 0.39;

    private int taken;
    private double epochLoss;
    private RunningMean recent = RunningMean.OF_NONE;
    private RunningMean trend = RunningMean.OF_NONE;
    private double leastTrend = Double.POSITIVE_INFINITY;
    private double leastWatched = Double.POSITIVE_INFINITY;
    private int epochsSinceLeast;

    static Course beginning() {
        return new Course();
    }

    /// All that there is to save.
    Map<String, Double> numbers() {
        return Map.of(
                "taken",
                (double) taken,
                "epochLoss",
                epochLoss,
                "recentLoss",
                recent.sum(),
                "recentWeight",
                recent.weight(),
                "trendLoss",
                trend.sum(),
                "trendWeight",
                trend.weight(),
                "leastTrend",
                leastTrend,
                "leastWatched",
                leastWatched,
                "epochsSinceLeast",
                (double) epochsSinceLeast);
    }

    /// @param numbers as [#numbers] gave them
    static Course of(Map<String, Double> numbers) {
        Course course = new Course();
        course.taken = numbers.get("taken").intValue();
        course.epochLoss = numbers.get("epochLoss");
        course.recent = new RunningMean(numbers.get("recentLoss"), numbers.get("recentWeight"));
        course.trend = new RunningMean(numbers.get("trendLoss"), numbers.get("trendWeight"));
        course.leastTrend = numbers.get("leastTrend");
        course.leastWatched = numbers.get("leastWatched");
        course.epochsSinceLeast = numbers.get("epochsSinceLeast").intValue();
        return course;
    }

    /// Steps taken.
    int taken() {
        return taken;
    }

    /// Sum over the examples that the running epoch has seen, or the last one if none is running.
    double epochLoss() {
        return epochLoss;
    }

    /// Of the loss, over some ten steps.
    RunningMean recent() {
        return recent;
    }

    /// Of the loss, over some hundred steps, of small batches more: some 1,600 examples.
    RunningMean trend() {
        return trend;
    }

    /// Whether enough steps were taken for the trend to mean something.
    boolean hasTrend() {
        return trend.weight() >= TREND_BEGINS;
    }

    /// The least that the trend has been; infinite where there is none.
    double leastTrend() {
        return leastTrend;
    }

    void beginEpoch() {
        epochLoss = 0;
    }

    void take(double loss, int examples) {
        taken++;
        epochLoss += loss * examples;
        recent = recent.plus(loss, RECENT);
        trend = trend.plus(loss, Math.min(TREND, examples / TREND_EXAMPLES));
        if (hasTrend()) {
            leastTrend = Math.min(leastTrend, trend.value());
        }
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
            leastWatched = loss;
            epochsSinceLeast = 0;
        } else {
            epochsSinceLeast++;
        }
    }
}
