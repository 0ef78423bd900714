package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/// Live until the loop has met something that it cannot go past; then only a restart helps.
@Liveness
@Default
@ApplicationScoped
class Vitality implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(Vitality.class);

    private volatile String stoppedBy;

    void stop(ConsumerRecord<?, ?> input, Throwable cause) {
        stoppedBy = input.topic() + "-" + input.partition() + "@" + input.offset() + ": " + cause;
        LOG.errorf(cause, "nothing more is decided until a restart: %s", stoppedBy);
    }

    boolean isStopped() {
        return stoppedBy != null;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("deciding").status(!isStopped());
        return isStopped() ? answer.withData("stopped by", stoppedBy).build() : answer.build();
    }
}
