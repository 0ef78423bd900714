package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScheduleTest {
    @Test
    void warmUpRisesOnALineFromZero() {
        for (Schedule schedule : Schedule.values()) {
            assertThat(schedule.factor(0, 100, 10)).isZero();
            assertThat(schedule.factor(5, 100, 10)).isEqualTo(0.5);
            assertThat(schedule.factor(10, 100, 10)).isEqualTo(1);
        }
    }

    @Test
    void whatFollowsIsThatOfTransformers() {
        assertThat(Schedule.LINEAR.factor(55, 100, 10)).isEqualTo(0.5);
        assertThat(Schedule.LINEAR.factor(99, 100, 10)).isCloseTo(1 / 90.0, within(1e-15));
        assertThat(Schedule.COSINE.factor(55, 100, 10)).isCloseTo(0.5, within(1e-15));
        assertThat(Schedule.COSINE.factor(40, 100, 10)).isCloseTo(0.75, within(1e-15));
        assertThat(Schedule.CONSTANT.factor(99, 100, 10)).isEqualTo(1);
    }

    @Test
    void noWarmUpStartsAtThePeak() {
        assertThat(Schedule.LINEAR.factor(0, 10, 0)).isEqualTo(1);
    }
}
