package dev.bilevel.hub;

import dev.bilevel.hub.FakeServer.Mishap;
import dev.bilevel.hub.FakeServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelsTest {
    private static final String ID = "FacebookAI/roberta-base";
    private static final Map<String, byte[]> FILES = FakeHub.roberta();
    private static final byte[] WEIGHTS = FILES.get("model.safetensors");

    @TempDir
    private Path home;

    private FakeHub fake;

    @BeforeEach
    void aHubWithAModel() throws IOException {
        fake = new FakeHub();
        fake.model(ID, FILES);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aModelIsDownloadedIntoTheLayoutOfHuggingFacesCache() throws Exception {
        Path folder = fetch();

        Path model = home.resolve("hub/models--FacebookAI--roberta-base");
        assertThat(folder).isEqualTo(model.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(model.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", FakeHub.sha256(WEIGHTS)));
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs", FakeHub.gitHash(FILES.get("config.json"))));
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "config.json", "model.safetensors", "tokenizer.json", "vocab.json", "merges.txt");
        assertThat(model.resolve("blobs").toFile().list()).hasSize(5);
    }

    @Test
    void aModelThatIsHereIsNotDownloadedAgain() throws Exception {
        Path first = fetch();
        fake.hub.forget();
        fake.store.forget();

        assertThat(fetch()).isEqualTo(first);
        assertThat(fake.hub.requests()).extracting(Request::path).containsExactly(FakeHub.info(ID, "main"));
        assertThat(fake.store.requests()).isEmpty();
    }

    @Test
    void aCommitThatIsHereAsksNobody() throws Exception {
        Path first = fetch();
        fake.hub.forget();

        assertThat(fetch(ID + "@" + FakeHub.COMMIT)).isEqualTo(first);
        assertThat(fake.hub.requests()).isEmpty();
    }

    @Test
    void aRevisionIsResolvedToTheCommitThatItStandsFor() throws Exception {
        String other = "0123456789abcdef0123456789abcdef01234567";
        fake.model(ID, "refs/pr/3", other, FILES);

        Models models = fake.models(home);
        ModelId pinned = models.pinned(ModelId.parse(ID + "@refs/pr/3").orElseThrow(), Listener.NONE);
        assertThat(pinned.address()).isEqualTo("hf://" + ID + "@" + other);
        assertThat(models.find(pinned.address(), Content.ALL, Listener.NONE)).endsWith(Path.of(other));
        assertThat(home.resolve("hub/models--FacebookAI--roberta-base/refs/refs/pr/3"))
                .hasContent(other);
    }

    @Test
    void anOldNameLeadsToTheModelsNewOne() throws Exception {
        fake.hub.redirect(FakeHub.info("roberta-base", "main"), 307, Map.of(), FakeHub.info(ID, "main"));
        fake.hub.redirect(
                FakeHub.info("roberta-base", FakeHub.COMMIT), 307, Map.of(), FakeHub.info(ID, FakeHub.COMMIT));
        for (String file : FILES.keySet()) {
            fake.hub.redirect(FakeHub.file("roberta-base", file), 307, Map.of(), FakeHub.file(ID, file));
        }

        assertThat(fetch("roberta-base").resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aFolderThatExistsWins() throws Exception {
        Path folder = Files.createDirectory(home.resolve("mine"));

        assertThat(fake.models(home).find(folder.toString(), Content.ALL, Listener.NONE))
                .isEqualTo(folder);
        assertThat(fake.hub.requests()).isEmpty();
    }

    @Test
    void whatIsNeitherFolderNorIdIsSaid() {
        assertThatThrownBy(() -> fetch("../models/minilm"))
                .isInstanceOf(HubFailed.class)
                .hasMessage("there is no folder '../models/minilm', and no model of the hub is called like that;"
                        + " expected a folder or owner/name");
    }

    @Test
    void whoNeedsNoWeightsDownloadsNone() throws Exception {
        Path folder = fake.models(home).find(ID, EnumSet.of(Content.CONFIG, Content.TOKENIZER), Listener.NONE);

        assertThat(folder.resolve("tokenizer.json")).exists();
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
        assertThat(fake.store.requests()).isEmpty();
    }

    @Test
    void aShardedModelIsDownloadedAsItsIndexSays() throws Exception {
        byte[] second = FakeHub.large(1000);
        fake.model(
                "owner/sharded",
                Map.of(
                        "config.json", FakeHub.bytes("{}"),
                        "tokenizer.json", FakeHub.bytes("{}"),
                        "model.safetensors.index.json",
                                FakeHub.bytes("{\"weight_map\":{\"a\":\"model-1.safetensors\","
                                        + "\"b\":\"model-2.safetensors\",\"c\":\"model-1.safetensors\"}}"),
                        "model-1.safetensors", WEIGHTS,
                        "model-2.safetensors", second));

        Path folder = fetch("owner/sharded");
        assertThat(folder.resolve("model-1.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(folder.resolve("model-2.safetensors")).hasBinaryContent(second);
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void anIndexThatLeadsOutOfItsFolderIsRefused() {
        fake.model(
                "owner/evil",
                Map.of(
                        "config.json", FakeHub.bytes("{}"),
                        "tokenizer.json", FakeHub.bytes("{}"),
                        "model.safetensors.index.json",
                                FakeHub.bytes("{\"weight_map\":{\"a\":\"../../../../evil.safetensors\"}}"),
                        "../../../../evil.safetensors", WEIGHTS));

        assertThatThrownBy(() -> fetch("owner/evil"))
                .hasMessageContaining("names a file '../../../../evil.safetensors', expected a plain name");
        assertThat(fake.store.requests()).isEmpty();
    }

    @Test
    void aModelThatIsOnlyAPickleIsRefused() {
        fake.model(
                "owner/old",
                Map.of(
                        "config.json", FakeHub.bytes("{}"),
                        "tokenizer.json", FakeHub.bytes("{}"),
                        "pytorch_model.bin", FakeHub.bytes("pickle")));

        assertThatThrownBy(() -> fetch("owner/old"))
                .isInstanceOf(HubFailed.class)
                .hasMessageStartingWith("owner/old@" + FakeHub.COMMIT
                        + ": has no model.safetensors, only pytorch_model.bin, a pickle, which can run any code");
        assertThat(fake.store.requests()).isEmpty();
    }

    @Test
    void bytesAreReportedUpToTheLast() throws Exception {
        Map<String, Long> done = new java.util.TreeMap<>();
        fake.models(home).find(ID, Content.ALL, (file, bytes, total) -> {
            assertThat(bytes).isBetween(done.getOrDefault(file, 0L), total);
            done.put(file, bytes);
        });
        assertThat(done).containsEntry("model.safetensors", (long) WEIGHTS.length);
        assertThat(done).containsKeys("config.json", "tokenizer.json", "vocab.json", "merges.txt");
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        fake.hub.goWrong(FakeHub.info(ID, "main"), new Mishap.Status(503), new Mishap.Status(429));
        fake.store.goWrong(FakeHub.stored(WEIGHTS), new Mishap.Status(500), new Mishap.Status(503));

        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() {
        fake.hub.goWrong(
                FakeHub.info(ID, "main"), new Mishap.Status(503), new Mishap.Status(503), new Mishap.Status(503));

        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessage(ID + ": " + fake.hub.address() + FakeHub.info(ID, "main") + " answered 503");
        assertThat(fake.hub.gets(FakeHub.info(ID, "main"))).hasSize(3);
    }

    @Test
    void aServerThatRedirectsInCirclesIsGivenUp() {
        fake.hub.redirect(FakeHub.info(ID, "main"), 302, Map.of(), FakeHub.info(ID, "main"));

        assertThatThrownBy(this::fetch).hasMessageContaining("redirects more than 5 times");
        assertThat(fake.hub.gets(FakeHub.info(ID, "main"))).hasSize(6);
    }

    @Test
    void aRedirectToAnythingButTheWebIsNotFollowed() {
        fake.hub.redirect(FakeHub.info(ID, "main"), 302, Map.of(), "file:///etc/passwd");

        assertThatThrownBy(this::fetch).hasMessageContaining("redirects to no usable address");
    }

    @Test
    void aServerThatIsNoHubIsSaid() {
        fake.hub.page(FakeHub.info(ID, "main"), Map.of(), FakeHub.bytes("<html>log in to the wireless network</html>"));

        assertThatThrownBy(this::fetch).hasMessageContaining("answers as no hub does");

        fake.hub.page(FakeHub.info(ID, "main"), Map.of(), FakeHub.bytes("{\"sha\":\"../../..\"}"));
        assertThatThrownBy(this::fetch).hasMessageContaining("answers as no hub does");
    }

    @Test
    void aModelThatTheHubDoesNotHaveIsSaid() {
        assertThatThrownBy(() -> fetch("owner/missing"))
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessage("owner/missing: %s/api/models/owner/missing/revision/main answered 404; expected owner/name"
                                .formatted(fake.hub.address())
                        + " of a model on " + fake.hub.address() + ", @revision one of its own");
    }

    private Path fetch() throws HubFailed {
        return fetch(ID);
    }

    private Path fetch(String id) throws HubFailed {
        return fake.models(home).find(id, Content.ALL, Listener.NONE);
    }
}
