package dev.bilevel.optimizer.config;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private final Backoff backoff = new Backoff(new OptimizerConfig.Retry() {
        @Override
        public Duration shortest() {
            return Duration.ofMillis(200);
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(1);
        }
    });

    @Test
    void waitsDoubleUpToTheLongest() {
        assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void aSuccessStartsOver() {
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).hasMillis(200);
    }
}
