package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.Topics;
import dev.bilevel.worker.testing.StackResource;
import dev.bilevel.worker.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/// The service as it is deployed, on a real broker: records in, records and files out.
@QuarkusTest
@WithTestResource(StackResource.class)
class FusionServiceTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "bilevel.store")
    String location;

    private CheckpointStore store;
    private Wire wire;
    private Orders orders;

    @BeforeEach
    void connect() {
        store = CheckpointStore.at(location);
        wire = new Wire(bootstrap);
        orders = new Orders(store);
    }

    @AfterEach
    void disconnect() {
        wire.close();
    }

    @Test
    void aSuggestedFusionBecomesAModelWithTheWeightedSum() throws Exception {
        List<Checkpoint> trajectory = List.of(orders.checkpoint("a", 0, 1f, -2f), orders.checkpoint("a", 1, 3f, 6f));

        wire.send(orders.suggested("s.t0.f0", trajectory, List.of(0.25, 0.75)));

        ModelFused fused = fused("s.t0.f0", 1).getFirst();
        assertThat(fused.scoring()).isEqualTo(Orders.scoring());
        Path file = store.verified(
                fused.model().uri(), fused.model().sha256(), fused.model().bytes());
        assertThat(file).startsWith(store.root().resolve("studies/s/t0/f0"));
        assertThat(values(file)).containsExactly(2.5f, 4f);
    }

    @Test
    void theSameSuggestionAgainIsAnsweredWithTheSameModel() throws Exception {
        List<Checkpoint> trajectory = List.of(orders.checkpoint("b", 0, 1f, 1f), orders.checkpoint("b", 1, 2f, 4f));
        FusionSuggested order = orders.suggested("s.t1.f0", trajectory, List.of(0.5, 0.5));

        wire.send(order);
        ModelFused first = fused("s.t1.f0", 1).getFirst();
        Path file = store.resolve(first.model().uri());
        Object written = Files.getLastModifiedTime(file);
        wire.send(order);

        assertThat(fused("s.t1.f0", 2)).containsExactly(first, first);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    }

    @Test
    void aModelThatRottedInTheStoreIsMadeAnew() throws Exception {
        List<Checkpoint> trajectory = List.of(orders.checkpoint("c", 0, 1f, 1f), orders.checkpoint("c", 1, 2f, 4f));
        FusionSuggested order = orders.suggested("s.t2.f0", trajectory, List.of(0.5, 0.5));
        wire.send(order);
        ModelFused first = fused("s.t2.f0", 1).getFirst();
        Path file = store.resolve(first.model().uri());
        byte[] rotten = Files.readAllBytes(file);
        rotten[rotten.length - 1] ^= 1;
        Files.write(file, rotten);

        wire.send(order);

        assertThat(fused("s.t2.f0", 2)).containsExactly(first, first);
        assertThat(ContentHash.of(file)).isEqualTo(first.model().sha256());
    }

    @Test
    void aCheckpointThatIsNotWhatItClaimsIsUnreadable() throws Exception {
        Checkpoint good = orders.checkpoint("d", 0, 1f, 1f);
        Artifact claimed = new Artifact(
                good.artifact().uri(), "0".repeat(64), good.artifact().bytes());

        wire.send(orders.suggested("s.t3.f0", List.of(new Checkpoint(0, 1, claimed)), List.of(1.0)));

        FusionFailed failed = failure("s.t3.f0");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
        assertThat(failed.message()).contains("has SHA-256").contains("0".repeat(64));
    }

    @Test
    void aCheckpointOutsideTheStoreIsRefused() {
        Artifact outside = new Artifact("file:///etc/passwd", "0".repeat(64), 10);

        wire.send(orders.suggested("s.t4.f0", List.of(new Checkpoint(0, 1, outside)), List.of(1.0)));

        FusionFailed failed = failure("s.t4.f0");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
        assertThat(failed.message()).contains("outside the store");
    }

    @Test
    void checkpointsOfDifferentModelsCannotBeFused() throws Exception {
        Checkpoint two = orders.checkpoint("e", 0, 1f, 1f);
        Checkpoint three = orders.checkpoint("e", 1, 1f, 1f, 1f);

        wire.send(orders.suggested("s.t5.f0", List.of(two, three), List.of(0.5, 0.5)));

        assertThat(failure("s.t5.f0").reason()).isEqualTo(FailureReason.INVALID);
    }

    @Test
    void rubbishBecomesADeadLetterWithItsReasonAndTheServiceWorksOn() throws Exception {
        byte[] rubbish = "no event at all".getBytes(StandardCharsets.UTF_8);
        wire.send(Topics.FUSIONS, "rubbish", Map.of("from", "a test"), rubbish);
        wire.send(Topics.FUSIONS, "tombstone", Map.of(), null);
        wire.send(orders.suggested("s.t6.f0", List.of(orders.checkpoint("f", 0, 7f)), List.of(1.0)));

        assertThat(fused("s.t6.f0", 1)).hasSize(1);
        ConsumerRecord<byte[], byte[]> letter = letter("rubbish");
        assertThat(letter.value()).isEqualTo(rubbish);
        assertThat(Wire.headers(letter))
                .containsEntry("from", "a test")
                .containsEntry("dead-letter-topic", Topics.FUSIONS)
                .containsKeys("dead-letter-partition", "dead-letter-offset")
                .extractingByKey("dead-letter-reason")
                .asString()
                .contains("ce_specversion");
        assertThat(letter("tombstone").value()).isNull();
    }

    @Test
    void healthAndMetricsTellHowItGoes() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/started").then().statusCode(200));
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));

        wire.send(orders.suggested("s.t7.f0", List.of(orders.checkpoint("g", 0, 7f)), List.of(1.0)));
        fused("s.t7.f0", 1);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .body(containsString("bilevel_work_seconds_count{kind=\"fusion-suggested\",outcome=\"done\"}"))
                        .body(containsString("bilevel_work_redeliveries_total"))
                        .body(containsString("bilevel_work_dead_letters_total")));
    }

    @Test
    void aReleasedModelIsDeletedAndMadeAnewWhereItsSuggestionComesAgain() throws Exception {
        FusionSuggested order = orders.suggested("s.t8.f0", List.of(orders.checkpoint("h", 0, 7f)), List.of(1.0));
        wire.send(order);
        ModelFused first = fused("s.t8.f0", 1).getFirst();
        Path file = store.resolve(first.model().uri());
        FilesReleased release = new FilesReleased("s", "s.t8.f0", List.of());

        wire.send(release);
        wire.send(release);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(file).doesNotExist());

        wire.send(order);
        assertThat(fused("s.t8.f0", 2)).containsExactly(first, first);
        wire.send(new FilesReleased("s", "s.t8", List.of()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(store.root().resolve("studies/s/t8")).doesNotExist());
    }

    @Test
    void whatAStudyKeepsStays() throws Exception {
        Path beaten = made("kept", "kept.t0.f1");
        Path best = made("kept", "kept.t0.f2");
        Path checkpoints = made("kept", FilesReleased.trajectory("kept.t0"));

        wire.send(new FilesReleased("kept", "kept", List.of("kept.t0.f2", FilesReleased.trajectory("kept.t0"))));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(beaten).doesNotExist());
        assertThat(best).exists();
        assertThat(checkpoints).exists();
    }

    @Test
    void aReleaseOfAnotherStudysFilesIsADeadLetterAndDeletesNothing() throws Exception {
        Path precious = made("other", "other.t0.f1");
        String release =
                EventCodec.json(new FilesReleased("mine", "mine.t0", List.of())).replace("mine.t0", "other.t0");
        Map<String, String> headers = EventCodec.encode(new FilesReleased("mine", "mine.t0", List.of()), "/test")
                .headers();

        wire.send(Topics.RELEASES, "other.t0", headers, release.getBytes(StandardCharsets.UTF_8));

        assertThat(Wire.headers(letter("other.t0")))
                .containsEntry("dead-letter-topic", Topics.RELEASES)
                .extractingByKey("dead-letter-reason")
                .asString()
                .contains("released: is 'other.t0', expected an id that begins with 'mine.'");
        assertThat(precious).exists();
    }

    @Test
    void aFusionOfAnotherStudysIdIsRefused() throws Exception {
        wire.send(orders.suggested("other.t0.f0", List.of(orders.checkpoint("i", 0, 7f)), List.of(1.0)));

        FusionFailed failed = failure("other.t0.f0");
        assertThat(failed.reason()).isEqualTo(FailureReason.INVALID);
        assertThat(failed.message()).contains("expected one of study 's'");
    }

    private Path made(String study, String id) throws Exception {
        Path file = store.study(study).folder(id, "0".repeat(64)).resolve("model.safetensors");
        store.write(file, new byte[] {1});
        return file;
    }

    private List<ModelFused> fused(String fusionId, int times) {
        return wire.await(
                Topics.MODELS, ModelFused.class, model -> model.fusionId().equals(fusionId), times);
    }

    private FusionFailed failure(String fusionId) {
        return wire.await(
                Topics.SCORES, FusionFailed.class, failed -> failed.fusionId().equals(fusionId));
    }

    private ConsumerRecord<byte[], byte[]> letter(String key) {
        return wire.awaitRecords(
                Topics.DEAD_LETTERS, record -> new String(record.key(), StandardCharsets.UTF_8).equals(key));
    }

    private static float[] values(Path file) throws Exception {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            return tensors.floats("w");
        }
    }
}
