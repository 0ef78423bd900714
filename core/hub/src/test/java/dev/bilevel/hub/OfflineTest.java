package dev.bilevel.hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OfflineTest {
    private static final String ID = "FacebookAI/roberta-base";
    private static final Map<String, String> OFFLINE = Map.of("HF_HUB_OFFLINE", "1");

    @TempDir
    private Path home;

    private FakeHub fake;

    @BeforeEach
    void aHubWithAModel() throws IOException {
        fake = new FakeHub();
        fake.model(ID, FakeHub.roberta());
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void offlineWhatWasDownloadedIsUsedAndNobodyIsAsked() throws Exception {
        Path folder = fake.models(home).find(ID, Content.ALL, Listener.NONE);
        fake.hub.forget();

        assertThat(fake.models(home, OFFLINE).find(ID, Content.ALL, Listener.NONE))
                .isEqualTo(folder);
        assertThat(fake.hub.requests()).isEmpty();
    }

    @Test
    void offlineAModelThatWasNeverDownloadedIsSaid() {
        assertThatThrownBy(() -> fake.models(home, OFFLINE).find(ID, Content.ALL, Listener.NONE))
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessage(ID + ": was never downloaded in " + home.resolve("hub") + ", and HF_HUB_OFFLINE is set;"
                        + " download it where there is a network, and copy that folder");
        assertThat(fake.hub.requests()).isEmpty();
    }

    @Test
    void offlineTheFileThatIsMissingIsNamed() throws Exception {
        Path folder = fake.models(home).find(ID, Content.ALL, Listener.NONE);
        Files.delete(folder.resolve("tokenizer.json"));

        assertThatThrownBy(() -> fake.models(home, OFFLINE).find(ID, Content.ALL, Listener.NONE))
                .hasMessageContaining("lacks tokenizer.json in ");
    }

    @Test
    void whatTransformersHasDownloadedIsUsedAsItIs() throws Exception {
        // The cache as huggingface_hub leaves it: files that Bilevel knows nothing of, none of its locks.
        Path model = home.resolve("hub/models--FacebookAI--roberta-base");
        Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(FakeHub.COMMIT));
        Files.createDirectories(model.resolve("blobs"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), FakeHub.COMMIT);
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "flax_model.msgpack")) {
            Path blob = Files.writeString(model.resolve("blobs").resolve(name.hashCode() + ""), name);
            Files.createSymbolicLink(snapshot.resolve(name), snapshot.relativize(blob));
        }

        assertThat(fake.models(home, OFFLINE).find(ID, Content.ALL, Listener.NONE))
                .isEqualTo(snapshot);
    }

    @Test
    void whereTheHubDoesNotAnswerWhatWasDownloadedIsUsedAndThatIsSaid() throws Exception {
        Path folder = fake.models(home).find(ID, Content.ALL, Listener.NONE);
        Models models = fake.models(home);
        fake.close();
        List<String> notes = new ArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void transferred(String file, long done, long total) {
                throw new AssertionError("nothing is to be transferred");
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };

        assertThat(models.find(ID, Content.ALL, listener)).isEqualTo(folder);
        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst()).contains("cannot be reached").endsWith("; trying again");
        assertThat(notes.getLast())
                .contains("cannot be reached")
                .endsWith("; using what was downloaded before, " + ID + "@" + FakeHub.COMMIT);
    }

    @Test
    void whereTheHubDoesNotAnswerAndNothingIsHereThatIsSaid() throws Exception {
        Models models = fake.models(home);
        fake.close();

        assertThatThrownBy(() -> models.find(ID, Content.ALL, Listener.NONE))
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessageStartingWith(
                        ID + ": " + fake.hub.address() + FakeHub.info(ID, "main") + ": cannot be reached")
                .hasMessageEndingWith(
                        "set HF_ENDPOINT for a mirror, https_proxy for a proxy, or HF_HUB_OFFLINE=1 to use"
                                + " what was downloaded before");
    }
}
