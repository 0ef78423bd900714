package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.Topics;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.testing.S3Server;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The service as it is deployed, with an S3 server for a store: the tests stand for workers on other machines.
@QuarkusTest
@WithTestResource(value = StackResource.class, initArgs = @ResourceArg(name = "store", value = "s3"))
class FusionOnS3Test {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Inject
    StoreConfig config;

    @TempDir
    Path folder;

    private CheckpointStore trainer;
    private Orders orders;

    @BeforeEach
    void openStore() {
        trainer = S3Server.elsewhere(config, folder.resolve("trainer"));
        orders = new Orders(trainer);
    }

    @Test
    void whatATrainerLeftInTheBucketIsFusedIntoTheBucket() throws Exception {
        List<Checkpoint> trajectory = List.of(orders.checkpoint("a", 0, 1f, -2f), orders.checkpoint("a", 1, 3f, 6f));
        FusionSuggested order = orders.suggested("s.t0.f0", trajectory, List.of(0.25, 0.75));
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(order);
            wire.send(order);
            List<ModelFused> fused = wire.await(
                    Topics.MODELS, ModelFused.class, event -> event.fusionId().equals("s.t0.f0"), 2);

            assertThat(fused.getFirst()).isEqualTo(fused.getLast());
            var model = fused.getFirst().model();
            assertThat(model.uri()).startsWith("s3://bilevel/studies/test/studies/s/t0/f0/");
            CheckpointStore evaluator = S3Server.elsewhere(config, folder.resolve("evaluator"));
            try (SafetensorsFile file =
                    SafetensorsFile.open(evaluator.verified(model.uri(), model.sha256(), model.bytes()))) {
                assertThat(file.floats("w")).containsExactly(2.5f, 4f);
            }
        }
    }

    @Test
    void aReleasedModelIsGoneFromTheBucketAndFromTheCopies() throws Exception {
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(orders.suggested("s.t2.f0", List.of(orders.checkpoint("c", 0, 7f)), List.of(1.0)));
            var model = wire.await(
                            Topics.MODELS,
                            ModelFused.class,
                            event -> event.fusionId().equals("s.t2.f0"))
                    .model();
            CheckpointStore evaluator = S3Server.elsewhere(config, folder.resolve("evaluator"));
            assertThat(evaluator.verified(model.uri(), model.sha256(), model.bytes()))
                    .exists();

            wire.send(new FilesReleased("s", "s.t2.f0", List.of()));

            Path copies = config.cache().resolve("studies/s/t2/f0");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(copies).doesNotExist());
            assertThatThrownBy(() -> S3Server.elsewhere(config, folder.resolve("another"))
                            .verified(model.uri(), model.sha256(), model.bytes()))
                    .hasMessageContaining("is missing");
        }
    }

    @Test
    void aCheckpointThatIsNotInTheBucketIsUnreadable() {
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(orders.suggested("s.t1.f0", List.of(orders.missing()), List.of(1.0)));

            FusionFailed failed = wire.await(
                    Topics.SCORES, FusionFailed.class, event -> event.fusionId().equals("s.t1.f0"));
            assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
            assertThat(failed.message())
                    .contains("s3://bilevel/studies/test/missing")
                    .contains("is missing");
        }
    }
}
