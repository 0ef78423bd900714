package dev.bilevel.evaluator;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.Split;
import dev.bilevel.events.Topics;
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

import static org.assertj.core.api.Assertions.assertThat;

/// The service as it is deployed, with an S3 server for a store: the test stands for the fusion service elsewhere.
@QuarkusTest
@WithTestResource(value = StackResource.class, initArgs = @ResourceArg(name = "store", value = "s3"))
class EvaluatorOnS3Test {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Inject
    StoreConfig config;

    @TempDir
    Path folder;

    @Test
    void aModelInTheBucketIsScored() throws Exception {
        CheckpointStore fusion = S3Server.elsewhere(config, folder);
        Artifact model = EvaluatorServiceTest.train(fusion);
        assertThat(model.uri()).isEqualTo("s3://bilevel/studies/test/trained.safetensors");
        try (Wire wire = new Wire(bootstrap)) {
            wire.send(EvaluatorServiceTest.fused("s.t0.f0", model, EvaluatorServiceTest.order(Split.TRAIN, 64)));

            ModelScored scored = wire.await(
                    Topics.SCORES, ModelScored.class, event -> event.modelId().equals("s.t0.f0"));
            assertThat(scored.loss()).isFinite().isPositive();
            assertThat(scored.model()).isEqualTo(model);
        }
    }
}
