package dev.bilevel.optimizer.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VitalityTest {
    @Test
    void whatTheLoopCannotGoPastTurnsLivenessDown() {
        Vitality vitality = new Vitality();
        assertThat(vitality.call().getStatus()).isEqualTo(Status.UP);

        vitality.stop(new ConsumerRecord<>("bilevel.scores", 1, 5, "s", null), new StackOverflowError());

        assertThat(vitality.isStopped()).isTrue();
        assertThat(vitality.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(vitality.call().getData())
                .hasValueSatisfying(data -> assertThat(data.get("stopped by"))
                        .isEqualTo("bilevel.scores-1@5: java.lang.StackOverflowError"));
    }
}
