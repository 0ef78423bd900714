package dev.bilevel.trainer;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Indices;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.Params;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/// The service as it is deployed, on a real broker, with the model and data of the quickstart.
@QuarkusTest
@WithTestResource(StackResource.class)
class TrainerServiceTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("bilevel.root"), "examples");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "bilevel.store")
    String location;

    @Inject
    RedisDataSource redis;

    private CheckpointStore store;
    private Wire wire;

    @BeforeEach
    void connect() {
        store = CheckpointStore.at(location);
        wire = new Wire(bootstrap);
    }

    @AfterEach
    void disconnect() {
        wire.close();
    }

    @Test
    void aSuggestedTrialLeavesItsTrajectoryAndTellsOfEachCheckpoint() throws Exception {
        wire.send(trial("s1", "s1.t0", Map.of("epochs", 1L, "batchSize", 64L, "learningRate", 1e-3), 3));

        TrialTrained trained = trained("s1.t0", 1).getFirst();
        assertThat(trained.checkpoints()).hasSize(3);
        assertThat(trained.checkpoints().getLast().step()).isEqualTo(trained.steps());
        for (Checkpoint checkpoint : trained.checkpoints()) {
            Path file = verified(checkpoint);
            try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
                assertThat(tensors.tensors()).containsKey("roberta.embeddings.word_embeddings.weight");
            }
            assertThat(file.resolveSibling("result.json")).exists();
        }
        List<CheckpointSaved> saved = wire.await(
                Topics.CHECKPOINTS,
                CheckpointSaved.class,
                event -> event.trialId().equals("s1.t0"),
                3);
        assertThat(saved).extracting(CheckpointSaved::checkpoint).containsExactlyElementsOf(trained.checkpoints());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(redis.hash(String.class).hget("bilevel:progress:s1", "s1.t0"))
                        .contains("\"step\":" + trained.steps()));
        assertThat(redis.key().keys("bilevel:worker:trainer:*")).hasSize(1);
    }

    @Test
    void aTrialThatWasTrainedBeforeIsAnsweredFromTheStore() throws Exception {
        Map<String, Object> params = Map.of("epochs", 1L, "batchSize", 64L, "learningRate", 2e-3);
        wire.send(trial("s2", "s2.t0", params, 2));
        TrialTrained first = trained("s2.t0", 1).getFirst();
        FileTime written =
                Files.getLastModifiedTime(verified(first.checkpoints().getLast()));

        wire.send(trial("s2", "s2.t0", params, 2));

        assertThat(trained("s2.t0", 2)).containsExactly(first, first);
        assertThat(Files.getLastModifiedTime(verified(first.checkpoints().getLast())))
                .isEqualTo(written);
    }

    @Test
    void theSameTrialOfAnotherStudyHasTheSameBitsInFilesOfItsOwn() throws Exception {
        Map<String, Object> params = Map.of("epochs", 1L, "batchSize", 64L, "learningRate", 4e-3);
        wire.send(trial("s16", "s16.t0", params, 2));
        wire.send(trial("s17", "s17.t9", params, 2));

        Checkpoint one = trained("s16.t0", 1).getFirst().checkpoints().getLast();
        Checkpoint other = trained("s17.t9", 1).getFirst().checkpoints().getLast();
        assertThat(other.artifact().sha256()).isEqualTo(one.artifact().sha256());
        assertThat(verified(other)).isNotEqualTo(verified(one));
    }

    @Test
    void aTrajectoryThatRottedIsTrainedAnewToTheSameBits() throws Exception {
        TrialSuggested order = trial("s4", "s4.t0", Map.of("epochs", 1L, "batchSize", 64L, "learningRate", 3e-3), 2);
        wire.send(order);
        TrialTrained first = trained("s4.t0", 1).getFirst();
        Files.delete(verified(first.checkpoints().getFirst()));

        wire.send(order);

        assertThat(trained("s4.t0", 2).getLast().checkpoints()).isEqualTo(first.checkpoints());
        verified(first.checkpoints().getFirst());
    }

    @Test
    void aConfigurationThatLeavesTooFewStepsIsInfeasible() {
        wire.send(trial("s15", "s15.t0", Map.of("batchSize", 4096, "epochs", 1), 2));

        TrialFailed failed = failure("s15.t0");
        assertThat(failed.reason()).isEqualTo(FailureReason.INFEASIBLE);
        assertThat(failed.message())
                .isEqualTo("training.checkpoints: is 2, expected at most the number of optimizer steps, which is 1");
    }

    @Test
    void anUnknownHyperparameterIsInvalidAndNamed() {
        wire.send(trial("s5", "s5.t0", Map.of("learningrate", 1e-3), 2));

        TrialFailed failed = failure("s5.t0");
        assertThat(failed.reason()).isEqualTo(FailureReason.INVALID);
        assertThat(failed.message()).contains("learningrate").contains("learningRate");
    }

    @Test
    void missingDataIsInvalidAndSaysWhatWasLookedFor() {
        TrainingOrder order = order(2, EXAMPLES.resolve("nowhere"), ModelSource.Weights.RANDOM);
        wire.send(trial("s6", "s6.t0", Map.of(), order));

        TrialFailed failed = failure("s6.t0");
        assertThat(failed.reason()).isEqualTo(FailureReason.INVALID);
        assertThat(failed.message()).contains("nowhere").contains("train.tsv").doesNotContain("\n");
    }

    @Test
    void aModelWithoutWeightsIsInvalid() {
        TrainingOrder order = order(2, EXAMPLES.resolve("data"), ModelSource.Weights.PRETRAINED);
        wire.send(trial("s7", "s7.t0", Map.of(), order));

        TrialFailed failed = failure("s7.t0");
        assertThat(failed.reason()).isEqualTo(FailureReason.INVALID);
        assertThat(failed.message()).contains("model.safetensors");
    }

    @Test
    void aCancelledStudyEndsItsTrainingSoon() {
        redis.value(String.class).set("bilevel:cancelled:s8", "enough");
        wire.send(trial("s8", "s8.t0", Map.of("epochs", 1000L, "batchSize", 1L), 2));

        assertThat(failure("s8.t0").reason()).isEqualTo(FailureReason.CANCELLED);
    }

    @Test
    void aLossThatIsNoNumberIsADivergence() {
        wire.send(trial(
                "s9",
                "s9.t0",
                Map.of("epochs", 20L, "batchSize", 8L, "learningRate", 1.0, "maxGradNorm", 0.0, "warmupRatio", 0.0),
                2));

        assertThat(failure("s9.t0").reason()).isEqualTo(FailureReason.DIVERGED);
    }

    @Test
    void rubbishBecomesADeadLetter() {
        byte[] rubbish = "{".getBytes(StandardCharsets.UTF_8);
        wire.send(
                Topics.trials("roberta"),
                "rubbish",
                Map.of("ce_specversion", "1.0", "ce_type", "dev.bilevel.trial-suggested.v1"),
                rubbish);

        assertThat(wire.awaitRecords(Topics.DEAD_LETTERS, record -> true).value())
                .isEqualTo(rubbish);
    }

    @Test
    void healthAndMetricsTellHowItGoes() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/started").then().statusCode(200));
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("bilevel_work_redeliveries_total"));
    }

    private List<TrialTrained> trained(String trialId, int times) {
        return wire.await(
                Topics.CHECKPOINTS,
                TrialTrained.class,
                trained -> trained.trialId().equals(trialId),
                times);
    }

    private TrialFailed failure(String trialId) {
        return wire.await(
                Topics.CHECKPOINTS,
                TrialFailed.class,
                failed -> failed.trialId().equals(trialId));
    }

    private Path verified(Checkpoint checkpoint) throws Exception {
        return store.verified(
                checkpoint.artifact().uri(),
                checkpoint.artifact().sha256(),
                checkpoint.artifact().bytes());
    }

    static TrialSuggested trial(String studyId, String trialId, Map<String, Object> params, int checkpoints) {
        return trial(
                studyId, trialId, params, order(checkpoints, EXAMPLES.resolve("data"), ModelSource.Weights.RANDOM));
    }

    private static TrialSuggested trial(
            String studyId, String trialId, Map<String, Object> params, TrainingOrder order) {
        Explanation why = new Explanation(
                "test/1",
                Explanation.Origin.GIVEN,
                "ei",
                null,
                null,
                null,
                Map.of(),
                Indices.below(0),
                Indices.below(0),
                1);
        return new TrialSuggested(studyId, trialId, 0, "roberta", new Params(params), order, why);
    }

    private static TrainingOrder order(int checkpoints, Path data, ModelSource.Weights weights) {
        String model = EXAMPLES.resolve("models").resolve("roberta-micro").toString();
        return new TrainingOrder(
                new ModelSource(model, model, weights),
                new DataSource("SST-2", data.toString(), 0.2, 7),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                checkpoints,
                0.3,
                11);
    }
}
