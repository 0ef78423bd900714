package dev.bilevel.standalone.progress;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class RemainingTest {
    @Test
    void aQuarterIn20SecondsLeaves60() {
        assertThat(Remaining.estimate(0.25, Duration.ofSeconds(20))).contains(Duration.ofSeconds(60));
    }

    @Test
    void theVeryBeginningTellsNothing() {
        assertThat(Remaining.estimate(0.04, Duration.ofSeconds(20))).isEmpty();
    }

    @Test
    void theEndLeavesNothing() {
        assertThat(Remaining.estimate(1, Duration.ofSeconds(20))).contains(Duration.ZERO);
    }

    @Test
    void timesReadLikeAClock() {
        assertThat(Remaining.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Remaining.clock(Duration.ofSeconds(750))).isEqualTo("12:30");
        assertThat(Remaining.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    }
}
