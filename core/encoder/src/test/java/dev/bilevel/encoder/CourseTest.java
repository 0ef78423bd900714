package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CourseTest {
    @Test
    void aCourseGoesOnFromItsNumbersAsIfItHadNeverStopped() {
        Course course = Course.beginning();
        for (int step = 1; step <= 130; step++) {
            if (step % 40 == 1) {
                course.beginEpoch();
            }
            course.take(1.0 / step + (step % 7) * 0.01, 8);
            if (step % 40 == 0) {
                course.watched(step == 80 ? 0.5 : 0.6);
            }
            Map<String, Double> numbers = course.numbers();
            course = Course.of(numbers);
            assertThat(course.numbers()).isEqualTo(numbers);
        }
        assertThat(course.taken()).isEqualTo(130);
        assertThat(course.leastTrend()).isLessThanOrEqualTo(course.trend().value());
        assertThat(course.leastWatched()).isEqualTo(0.5);
        assertThat(course.epochsSinceLeast()).isEqualTo(1);
    }

    @Test
    void aTrendOfSmallBatchesTakesMoreStepsToBegin() {
        assertThat(stepsToATrend(16)).isEqualTo(50);
        assertThat(stepsToATrend(64)).isEqualTo(50);
        assertThat(stepsToATrend(4)).isEqualTo(198);
    }

    private static int stepsToATrend(int batch) {
        Course course = Course.beginning();
        while (!course.hasTrend()) {
            assertThat(course.leastTrend()).isInfinite();
            course.take(0.7, batch);
        }
        return course.taken();
    }

    @Test
    void aMeanOfTheSameNumberIsThatNumberFromTheFirstOn() {
        RunningMean mean = RunningMean.OF_NONE;
        assertThat(mean.value()).isNaN();
        for (int i = 0; i < 5; i++) {
            mean = mean.plus(3, 0.01);
            assertThat(mean.value()).isCloseTo(3, within(1e-12));
        }
        assertThat(mean.plus(4, 0.01).value()).isBetween(3.1, 3.3);
    }
}
