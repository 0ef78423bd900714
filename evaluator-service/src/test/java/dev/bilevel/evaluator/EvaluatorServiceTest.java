package dev.bilevel.evaluator;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.FineTuning;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Score;
import dev.bilevel.encoder.Scoring;
import dev.bilevel.encoder.Snapshots;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;
import dev.bilevel.events.Topics;
import dev.bilevel.glue.Carving;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.Subset;
import dev.bilevel.glue.Task;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/// The service as it is deployed, on a real broker, with the model and data of the quickstart and a model that was
/// really trained on them.
@QuarkusTest
@WithTestResource(StackResource.class)
class EvaluatorServiceTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("bilevel.root"), "examples");
    private static final Path DATA = EXAMPLES.resolve("data");
    private static final Path MODEL = EXAMPLES.resolve("models").resolve("roberta-micro");
    private static final Head HEAD = Head.of(Task.SST2);
    private static final ComputeSettings COMPUTE = new ComputeSettings("cpu", ComputeSettings.Precision.FP32, 1, 32);
    private static final long CARVING = 7;
    private static final long SUBSET = 5;

    private static Artifact trained;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "bilevel.store")
    String location;

    private CheckpointStore store;
    private Wire wire;

    @BeforeEach
    void connect() throws Exception {
        store = CheckpointStore.at(location);
        wire = new Wire(bootstrap);
        if (trained == null) {
            trained = train(store);
        }
    }

    @AfterEach
    void disconnect() {
        wire.close();
    }

    @Test
    void aFusedModelIsScoredByItsLossOnASeededSubsetOfTrain() throws Exception {
        wire.send(fused("s.t0.f0", trained, order(Split.TRAIN, 64)));

        ModelScored scored = scored("s.t0.f0");
        List<Example> train = Carving.carve(read(Part.TRAIN), 0.2, CARVING).train();
        List<Example> subset = Subset.of(train, 64, SUBSET);
        assertThat(scored.loss()).isCloseTo(meanLoss(logits(subset), subset), within(1e-5));
        assertThat(scored.examples()).isEqualTo(64);
        assertThat(scored.split()).isEqualTo(Split.TRAIN);
        assertThat(scored.model()).isEqualTo(trained);
        assertThat(scored.metrics()).isEmpty();
        assertThat(scored.metric()).isNull();
    }

    @Test
    void aSelectedModelIsScoredByEveryMetricOnAllOfValidation() throws Exception {
        wire.send(selected("s.t0.fused.validation", trained, order(Split.VALIDATION, 0)));

        List<Example> validation = Carving.carve(read(Part.TRAIN), 0.2, CARVING).validation();
        expectAccuracy(scored("s.t0.fused.validation"), validation);
    }

    @Test
    void theHoldoutIsTheOfficialDevFile() throws Exception {
        wire.send(selected("s.t0.fused.holdout", trained, order(Split.HOLDOUT, 0)));

        expectAccuracy(scored("s.t0.fused.holdout"), read(Part.DEV));
    }

    @Test
    void theSameModelAgainHasTheSameScore() {
        ModelFused order = fused("s.t1.f0", trained, order(Split.TRAIN, 64));

        wire.send(order);
        wire.send(order);

        List<ModelScored> scores = wire.await(
                Topics.SCORES, ModelScored.class, scored -> scored.modelId().equals("s.t1.f0"), 2);
        assertThat(scores.getFirst().loss()).isEqualTo(scores.getLast().loss());
    }

    @Test
    void aFusedModelThatIsNotWhatItClaimsIsUnreadable() {
        Artifact claimed = new Artifact(trained.uri(), "0".repeat(64), trained.bytes());

        wire.send(fused("s.t2.f0", claimed, order(Split.TRAIN, 64)));

        FusionFailed failed = wire.await(
                Topics.SCORES, FusionFailed.class, event -> event.fusionId().equals("s.t2.f0"));
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
    }

    @Test
    void aSelectedModelThatIsNoModelOfThisKindIsInvalid() throws Exception {
        Path file = Files.copy(MODEL.resolve("config.json"), store.root().resolve("no.safetensors"));
        Artifact rubbish =
                new Artifact(store.uriOf(file), dev.bilevel.checkpoints.ContentHash.of(file), Files.size(file));

        wire.send(selected("s.t3.fused.validation", rubbish, order(Split.VALIDATION, 0)));

        ScoringFailed failed = failure("s.t3.fused.validation");
        assertThat(failed.reason()).isIn(FailureReason.INVALID, FailureReason.UNREADABLE);
        assertThat(failed.split()).isEqualTo(Split.VALIDATION);
        assertThat(failed.message()).contains("no.safetensors").doesNotContain("\n");
    }

    @Test
    void aSplitThatTheTaskDoesNotHaveIsInvalid() {
        wire.send(selected("s.t4.fused.mismatched", trained, order(Split.HOLDOUT_MISMATCHED, 0)));

        ScoringFailed failed = failure("s.t4.fused.mismatched");
        assertThat(failed.reason()).isEqualTo(FailureReason.INVALID);
        assertThat(failed.message()).contains("MNLI");
    }

    @Test
    void rubbishBecomesADeadLetterAndTheServiceWorksOn() {
        byte[] rubbish = "[]".getBytes(StandardCharsets.UTF_8);
        wire.send(
                Topics.MODELS,
                "rubbish",
                Map.of("ce_specversion", "1.0", "ce_type", "dev.bilevel.model-melted.v1"),
                rubbish);
        wire.send(fused("s.t5.f0", trained, order(Split.TRAIN, 8)));

        assertThat(scored("s.t5.f0").examples()).isEqualTo(8);
        assertThat(Wire.headers(wire.awaitRecords(Topics.DEAD_LETTERS, record -> true)))
                .extractingByKey("dead-letter-reason")
                .asString()
                .contains("dev.bilevel.model-melted.v1");
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

    private void expectAccuracy(ModelScored scored, List<Example> examples) throws Exception {
        List<float[]> logits = logits(examples);
        long right = 0;
        for (int i = 0; i < examples.size(); i++) {
            float[] row = logits.get(i);
            right += (row[1] > row[0] ? 1 : 0) == examples.get(i).label() ? 1 : 0;
        }
        double accuracy = (double) right / examples.size();
        assertThat(scored.examples()).isEqualTo(examples.size());
        assertThat(scored.loss()).isCloseTo(meanLoss(logits, examples), within(1e-5));
        assertThat(scored.metric()).isCloseTo(accuracy, within(1e-12));
        assertThat(scored.metrics()).containsOnlyKeys("accuracy").containsEntry("accuracy", scored.metric());
    }

    private List<float[]> logits(List<Example> examples) throws Exception {
        try (Scoring scoring = new Scoring()) {
            Score score = scoring.score(model(), HEAD, COMPUTE, store.resolve(trained.uri()), examples);
            return score.logits();
        }
    }

    /// Cross-entropy, log Σⱼ exp zⱼ − z_label, in double precision.
    private static double meanLoss(List<float[]> logits, List<Example> examples) {
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            float[] row = logits.get(i);
            sum += Math.log(Math.exp(row[0]) + Math.exp(row[1]))
                    - row[(int) examples.get(i).label()];
        }
        return sum / examples.size();
    }

    static Artifact train(CheckpointStore store) throws Exception {
        List<Example> examples = Subset.of(read(Part.TRAIN), 256, 1);
        Hyperparameters hyperparameters =
                Hyperparameters.of(Map.of("learningRate", 3e-3, "batchSize", 16L, "epochs", 2L));
        Artifact[] last = new Artifact[1];
        new FineTuning(model(), HEAD, COMPUTE)
                .run(examples, hyperparameters, new Snapshots(1, 0), 3, (index, step, weights) -> {
                    StoredFile file = weights.writeTo(store.root().resolve("trained.safetensors"), Map.of());
                    last[0] = new Artifact(store.publish(file.path()), file.sha256(), file.bytes());
                });
        return last[0];
    }

    private static ModelFolder model() throws Exception {
        return ModelFolder.open(MODEL, MODEL, true);
    }

    private static List<Example> read(Part part) throws Exception {
        return GlueData.read(DATA, Task.SST2, part).examples();
    }

    private ModelScored scored(String modelId) {
        return wire.await(
                Topics.SCORES, ModelScored.class, scored -> scored.modelId().equals(modelId));
    }

    private ScoringFailed failure(String modelId) {
        return wire.await(
                Topics.SCORES, ScoringFailed.class, failed -> failed.modelId().equals(modelId));
    }

    static ModelFused fused(String fusionId, Artifact model, ScoringOrder order) {
        return new ModelFused("s", "s.t", fusionId, model, order);
    }

    private static ModelSelected selected(String modelId, Artifact model, ScoringOrder order) {
        return new ModelSelected("s", "s.t", modelId, ModelRole.FUSED, model, order);
    }

    static ScoringOrder order(Split split, int examples) {
        return new ScoringOrder(
                new ModelSource(MODEL.toString(), MODEL.toString(), ModelSource.Weights.RANDOM),
                new DataSource("SST-2", DATA.toString(), 0.2, CARVING),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                split,
                examples,
                SUBSET);
    }
}
