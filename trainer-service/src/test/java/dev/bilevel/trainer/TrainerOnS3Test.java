package dev.bilevel.trainer;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.testing.S3Server;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The service as it is deployed, with an S3 server for a store: the test stands for the fusion service elsewhere.
@QuarkusTest
@WithTestResource(value = StackResource.class, initArgs = @ResourceArg(name = "store", value = "s3"))
class TrainerOnS3Test {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Inject
    StoreConfig config;

    @TempDir
    Path folder;

    @Test
    void aTrajectoryLiesInTheBucketAndIsFoundThereAgain() throws Exception {
        TrialSuggested order = TrainerServiceTest.trial(
                "s1", "s1.t0", Map.of("epochs", 1L, "batchSize", 64L, "learningRate", 1e-3), 2);
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(order);
            wire.send(order);
            List<TrialTrained> trained = wire.await(
                    Topics.CHECKPOINTS,
                    TrialTrained.class,
                    event -> event.trialId().equals("s1.t0"),
                    2);

            assertThat(trained.getFirst()).as("seconds and all").isEqualTo(trained.getLast());
            CheckpointStore fusion = S3Server.elsewhere(config, folder);
            for (Checkpoint checkpoint : trained.getFirst().checkpoints()) {
                var artifact = checkpoint.artifact();
                assertThat(artifact.uri()).startsWith("s3://bilevel/studies/test/studies/s1/t0/checkpoints/");
                Path file = fusion.verified(artifact.uri(), artifact.sha256(), artifact.bytes());
                try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
                    assertThat(tensors.tensors()).containsKey("roberta.embeddings.word_embeddings.weight");
                }
            }
        }
    }
}
