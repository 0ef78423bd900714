package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.Topics;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/// Nobody is at home where Redis should be: orders are answered all the same, and the service is ready for them.
@QuarkusTest
@WithTestResource(value = StackResource.class, initArgs = @ResourceArg(name = "redis", value = "absent"))
class FusionWithoutRedisTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "bilevel.store")
    String location;

    @Test
    void ordersAreAnsweredAndTheServiceIsReady() {
        Orders orders = new Orders(CheckpointStore.at(location));
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(orders.suggested("s.t0.f0", List.of(orders.missing()), List.of(1.0)));

            FusionFailed failed = wire.await(
                    Topics.SCORES, FusionFailed.class, event -> event.fusionId().equals("s.t0.f0"));
            assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health").then().statusCode(200));
    }
}
