package dev.bilevel.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// What the loop says about itself to whoever runs the process.
class WorkerHealth {

    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck live(WorkerLifecycle worker) {
        return () -> HealthCheckResponse.builder()
                .name("work loop turns")
                .status(worker.loop().alive())
                .build();
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck ready(WorkerLifecycle worker, Outbox outbox) {
        return () -> HealthCheckResponse.builder()
                .name("work can be taken and answered")
                .status(worker.loop().subscribed() && outbox.healthy())
                .withData("subscribed", worker.loop().subscribed())
                .withData("publishing", outbox.healthy())
                .build();
    }

    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck started(WorkerLifecycle worker) {
        return () -> HealthCheckResponse.builder()
                .name("work was asked for")
                .status(worker.loop().polled())
                .build();
    }
}
