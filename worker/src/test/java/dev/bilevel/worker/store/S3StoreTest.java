package dev.bilevel.worker.store;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.Freed;
import dev.bilevel.checkpoints.Fusion;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Workers on machines of their own, each with its own copies, and an S3 server between them.
class S3StoreTest {
    private static final String TRIAL = "1".repeat(64);
    private static final String FUSION = "2".repeat(64);

    @TempDir
    static Path server;

    private static S3Server s3;

    @TempDir
    Path folder;

    private record Config(String location, Optional<URI> endpoint, Path cache) implements StoreConfig {
        @Override
        public String region() {
            return "eu-central-1";
        }

        @Override
        public Optional<Boolean> pathStyle() {
            return Optional.empty();
        }

        @Override
        public long cacheSize() {
            return 1 << 30;
        }
    }

    @BeforeAll
    static void startServer() throws Exception {
        s3 = S3Server.start(server);
        S3Server.CREDENTIALS.forEach(System::setProperty);
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @Test
    void whatATrainerPublishesIsFusedElsewhereAndScoredInAThirdPlace() throws Exception {
        CheckpointStore trainer = store("trainer");
        CheckpointStore fusion = store("fusion");
        CheckpointStore evaluator = store("evaluator");
        StoredFile first = checkpoint(trainer, 0, 1, 2);
        StoredFile second = checkpoint(trainer, 1, 3, 6);
        String firstUri = trainer.publish(first.path());
        String secondUri = trainer.publish(second.path());
        trainer.write(trial(trainer).resolve("result.json"), new byte[] {'{', '}'});

        StoredFile fused = Fusion.fuse(
                List.of(
                        fusion.verified(firstUri, first.sha256(), first.bytes()),
                        fusion.verified(secondUri, second.sha256(), second.bytes())),
                List.of(0.25, 0.75),
                fusion(fusion));
        String fusedUri = fusion.publish(fused.path());
        Path scored = evaluator.verified(fusedUri, fused.sha256(), fused.bytes());

        assertThat(firstUri)
                .isEqualTo("s3://bilevel/studies/one/studies/s/t0/checkpoints/" + TRIAL + "/checkpoint-0.safetensors");
        assertThat(fusedUri).isEqualTo("s3://bilevel/studies/one/studies/s/t0/f5/" + FUSION + "/model.safetensors");
        assertThat(scored).startsWith(evaluator.root());
        try (SafetensorsFile file = SafetensorsFile.open(scored)) {
            assertThat(file.floats("w")).containsExactly(2.5f, 5f);
        }
        CheckpointStore another = store("another trainer");
        assertThat(another.read(trial(another).resolve("result.json"))).contains(new byte[] {'{', '}'});
    }

    @Test
    void whatWasNotPublishedIsNotThere() throws Exception {
        CheckpointStore trainer = store("trainer");
        StoredFile file = checkpoint(trainer, 7, 1);

        assertThatThrownBy(() -> store("fusion").verified(trainer.uriOf(file.path()), file.sha256(), file.bytes()))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageEndingWith("is missing, expected an object of " + file.bytes() + " bytes");
    }

    @Test
    void anObjectThatIsNotWhatItsClaimSaysIsRefused() throws Exception {
        CheckpointStore trainer = store("trainer");
        StoredFile file = checkpoint(trainer, 8, 1);
        String uri = trainer.publish(file.path());
        byte[] rotten = Files.readAllBytes(file.path());
        rotten[rotten.length - 1] ^= 1;
        Files.write(file.path(), rotten);
        trainer.publish(file.path());

        assertThatThrownBy(() -> store("fusion").verified(uri, file.sha256(), file.bytes()))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageContaining("has SHA-256 ");
    }

    @Test
    void aCopyThatRottedIsFetchedAnew() throws Exception {
        CheckpointStore trainer = store("trainer");
        CheckpointStore fusion = store("fusion");
        StoredFile file = checkpoint(trainer, 9, 1);
        String uri = trainer.publish(file.path());
        Path copy = fusion.verified(uri, file.sha256(), file.bytes());
        Files.write(copy, new byte[] {1});

        assertThat(ContentHash.of(fusion.verified(uri, file.sha256(), file.bytes())))
                .isEqualTo(file.sha256());
    }

    @Test
    void whatIsDeletedIsGoneForAll() throws Exception {
        CheckpointStore trainer = store("trainer");
        StoredFile file = checkpoint(trainer, 10, 1);
        String uri = trainer.publish(file.path());

        trainer.delete(file.path());
        trainer.delete(file.path());

        assertThat(file.path()).doesNotExist();
        assertThatThrownBy(() -> store("fusion").verified(uri, file.sha256(), file.bytes()))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void whatAStudyReleasesIsGoneForAllButWhatItKeeps() throws Exception {
        CheckpointStore trainer = store("trainer");
        CheckpointStore fusion = store("fusion");
        StoredFile file = checkpoint(trainer, 11, 1);
        String uri = trainer.publish(file.path());
        for (int i = 0; i < 1100; i++) {
            trainer.write(trainer.study("many").folder("many.t0.f" + i, FUSION).resolve("x"), new byte[] {1});
        }
        Path last = fusion.study("many").folder("many.t0.f1099", FUSION).resolve("x");

        assertThat(fusion.study("many").release("many", List.of("many.t0.f1099")))
                .as("more than one page of a listing")
                .isEqualTo(new Freed(1099, 1099));
        assertThat(fusion.study("many").release("many", List.of("many.t0.f1099")))
                .isEqualTo(new Freed(0, 0));

        assertThat(fusion.read(last)).contains(new byte[] {1});
        assertThat(fusion.verified(uri, file.sha256(), file.bytes()))
                .as("of another study")
                .exists();
    }

    @Test
    void aLargeFileGoesUpInParts() throws Exception {
        byte[] content = new byte[12 << 20];
        new SplittableRandom(1).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);
        try (S3Client client = Stores.client(config("x"));
                S3Objects objects = new S3Objects(client, S3Server.BUCKET, "parts/", 5 << 20)) {
            objects.put("large", file);
            Path back = folder.resolve("back");

            assertThat(objects.fetch("large", back)).isTrue();
            assertThat(ContentHash.of(back)).isEqualTo(ContentHash.of(file));
            assertThat(objects.fetch("other", folder.resolve("none"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bilevel/studies/one",
                "s3://bilevel/studies/one/",
                "s3://bilevel/studies/other/x",
                "s3://elsewhere/studies/one/x",
                "s3://bilevel/studies/one/../../x",
                "s3://bilevel/studies/one/x/../y",
                "s3://bilevel/studies/one//x",
                "s3://bilevel/studies/one/a b",
                "s3://bilevel/studies/one/x?versionId=1",
                "s3://bilevel/studies/one/%2e%2e",
                "file:///etc/passwd",
                "https://example.org/x"
            })
    void aUriOutsideThePrefixIsRefused(String uri) {
        assertThatThrownBy(() -> store("fusion").verified(uri, "0".repeat(64), 1))
                .isInstanceOf(OutsideStore.class)
                .hasMessageStartingWith("artifact URI '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:bucket", "s3://", "s3://B", "s3://bucket/../x", "s3://bucket//x", "s3://bucket/a b"})
    void aLocationThatIsNoBucketIsRefused(String location) {
        assertThatThrownBy(() -> Stores.open(new Config(location, Optional.empty(), folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bilevel.store: is '" + location + "', expected s3://bucket or s3://bucket/prefix");
    }

    @Test
    void aFolderIsStillAStore() {
        CheckpointStore store = Stores.open(new Config(folder.toUri().toString(), Optional.empty(), folder));

        assertThat(store.uriOf(fusion(store))).startsWith("file:///");
    }

    private CheckpointStore store(String worker) {
        return Stores.open(config(worker));
    }

    private Config config(String worker) {
        return new Config("s3://bilevel/studies/one", Optional.of(s3.endpoint()), folder.resolve(worker));
    }

    private static Path trial(CheckpointStore store) {
        return store.study("s").folder("s.t0.checkpoints", TRIAL);
    }

    private static Path fusion(CheckpointStore store) {
        return store.study("s").folder("s.t0.f5", FUSION).resolve("model.safetensors");
    }

    private static StoredFile checkpoint(CheckpointStore store, int index, float... values) throws Exception {
        return SafetensorsWriter.write(
                trial(store).resolve("checkpoint-" + index + ".safetensors"),
                List.of(TensorSource.of("w", List.of((long) values.length), values)),
                SafetensorsWriter.PYTORCH);
    }
}
