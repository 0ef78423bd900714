package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the group has given this instance its partitions and their journal is replayed, and while records can
/// be settled. One that has none is ready to stand in when it knows the whole journal. PostgreSQL and Redis are not
/// asked: deciding goes on without them.
@Readiness
@ApplicationScoped
class StateReadiness implements HealthCheck {
    private final Ownership ownership;
    private final Figures figures;

    StateReadiness(Ownership ownership, Figures figures) {
        this.ownership = ownership;
        this.figures = figures;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("studies")
                .status(ownership.isReplayed() && figures.trouble().isEmpty())
                .withData("partitions", ownership.partitions())
                .withData("replayed", ownership.isReplayed());
        figures.trouble().ifPresent(trouble -> answer.withData("trouble", trouble));
        return answer.build();
    }
}
