package dev.bilevel.hub;

import dev.bilevel.hub.FakeServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenTest {
    private static final String ID = "owner/private";
    private static final String SECRET = "hf_verysecret";

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
    void theTokenGoesToTheHubAndToNobodyElse() throws Exception {
        fake.models(home, Map.of("HF_TOKEN", SECRET)).find(ID, Content.ALL, Listener.NONE);

        assertThat(fake.hub.requests())
                .isNotEmpty()
                .extracting(Request::token)
                .containsOnly(Optional.of("Bearer " + SECRET));
        assertThat(fake.store.requests())
                .isNotEmpty()
                .extracting(Request::token)
                .containsOnly(Optional.empty());
    }

    @Test
    void theTokenIsReadFromTheFileThatLoggingInWrote() throws Exception {
        Files.writeString(home.resolve("token"), SECRET + "\n");
        Path other = Files.writeString(home.resolve("other"), "hf_other");

        fake.models(home).pinned(ModelId.parse(ID).orElseThrow(), Listener.NONE);
        fake.models(home, Map.of("HF_TOKEN_PATH", other.toString()))
                .pinned(ModelId.parse(ID).orElseThrow(), Listener.NONE);
        fake.models(home, Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))
                .pinned(ModelId.parse(ID).orElseThrow(), Listener.NONE);

        assertThat(fake.hub.requests())
                .extracting(Request::token)
                .containsExactly(Optional.of("Bearer " + SECRET), Optional.of("Bearer hf_other"), Optional.empty());
    }

    @Test
    void aModelThatWantsATokenSaysWhereToPutIt() {
        fake.hub.status(FakeHub.info(ID, "main"), 401);

        assertThatThrownBy(() -> fake.models(home).find(ID, Content.ALL, Listener.NONE))
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageStartingWith(ID + ": " + fake.hub.address())
                .hasMessageContaining(
                        "answered 401; if there is such a model, it needs a token that may read it: set" + " HF_TOKEN");
    }

    @Test
    void aTokenThatMayNotReadTheModelIsSaidAndNotShown() {
        fake.hub.status(FakeHub.info(ID, "main"), 403);

        assertThatThrownBy(() -> fake.models(home, Map.of("HF_TOKEN", SECRET)).find(ID, Content.ALL, Listener.NONE))
                .hasMessageContaining("answered 403; expected a token that may read it")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aTokenThatCanBeNoneIsRefusedAndNotShown() {
        assertThatThrownBy(() -> fake.models(home, Map.of("HF_TOKEN", "hf_very secret\u0007")))
                .hasMessage("HF_TOKEN: holds no token of the hub, expected one line such as hf_…");
        assertThat(fake.hub.requests()).isEmpty();
    }

    @Test
    void settingsDoNotShowTheirToken() throws Exception {
        assertThat(Settings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", SECRET))
                        .toString())
                .doesNotContain(SECRET);
    }
}
