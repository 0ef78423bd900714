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
    private final Warmth warmth;
    private final Figures figures;

    StateReadiness(Ownership ownership, Warmth warmth, Figures figures) {
        this.ownership = ownership;
        this.warmth = warmth;
        this.figures = figures;
    }

    @Override
    public HealthCheckResponse call() {
        boolean hasShare = ownership.partitions() > 0;
        boolean knows = ownership.isReplayed() && (hasShare || warmth.isWarm());
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("studies")
                .status(knows && figures.trouble().isEmpty())
                .withData("partitions", ownership.partitions())
                .withData("replayed", knows);
        figures.trouble().ifPresent(trouble -> answer.withData("trouble", trouble));
        return answer.build();
    }
}
