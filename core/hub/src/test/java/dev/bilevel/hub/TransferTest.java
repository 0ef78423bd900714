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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransferTest {
    private static final String ID = "FacebookAI/roberta-base";
    private static final Map<String, byte[]> FILES = FakeHub.roberta();
    private static final byte[] WEIGHTS = FILES.get("model.safetensors");
    private static final String STORED = FakeHub.stored(WEIGHTS);

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
    void aConnectionThatIsCutIsTakenUpWhereItWasCut() throws Exception {
        fake.store.goWrong(STORED, new Mishap.CutAfter(1_000_000), new Mishap.CutAfter(500_000));

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
        List<Request> gets = fake.store.gets(STORED);
        assertThat(gets).hasSize(3);
        assertThat(gets.getFirst().range()).isEmpty();
        assertThat(gets.get(1).range())
                .hasValueSatisfying(range -> assertThat(from(range)).isBetween(1, 1_000_000));
        assertThat(from(gets.get(2).range().orElseThrow()))
                .isBetween(from(gets.get(1).range().orElseThrow()) + 1, 1_500_000);
    }

    @Test
    void aLaterProcessGoesOnWhereAnEarlierOneStopped() throws Exception {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), java.util.Arrays.copyOf(WEIGHTS, 2_000_000));

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
        assertThat(fake.store.gets(STORED)).extracting(Request::range).containsExactly(Optional.of("bytes=2000000-"));
        assertThat(incomplete()).doesNotExist();
    }

    @Test
    void aFullDiskIsNamedWithWhatNamesAnotherFolder() throws Exception {
        Files.createDirectories(incomplete().getParent());
        Files.createSymbolicLink(incomplete(), Path.of("/dev/full"));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(HubFailed.class)
                .hasMessageContaining(
                        "the cache cannot be used: " + incomplete() + ": No space left on device; HF_HOME");
    }

    @Test
    void aServerWithoutRangesSendsTheWholeFileAgain() throws Exception {
        fake.store.goWrong(STORED, new Mishap.CutAfter(1_000_000), new Mishap.WholeInsteadOfPart());

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aPartOfSomethingElseIsFoundOutAndTheFileFetchedAnew() throws Exception {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), new byte[1_000_000]);

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
        assertThat(fake.store.gets(STORED))
                .extracting(Request::range)
                .containsExactly(Optional.of("bytes=1000000-"), Optional.empty());
    }

    @Test
    void aWholeFileThatOnlyLacksItsNameIsNotFetchedAgain() throws Exception {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), WEIGHTS);

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
        assertThat(fake.store.requests()).isEmpty();
    }

    @Test
    void aPartThatIsLongerThanTheFileIsThrownAway() throws Exception {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), new byte[WEIGHTS.length + 1]);

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
    }

    @Test
    void anAddressThatHasExpiredIsAskedForAnew() throws Exception {
        fake.store.goWrong(STORED, new Mishap.CutAfter(1_000_000), new Mishap.Status(403));

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
        assertThat(fake.hub.gets(FakeHub.file(ID, "model.safetensors"))).hasSize(3);
    }

    @Test
    void aBlobThatADiskCutShortIsFetchedAnew() throws Exception {
        Files.createDirectories(blob().getParent());
        Files.write(blob(), new byte[1000]);

        assertThat(fetch()).hasBinaryContent(WEIGHTS);
    }

    @Test
    void wrongBytesAreRefusedAndNothingIsLeftUnderTheFilesName() throws Exception {
        byte[] wrong = WEIGHTS.clone();
        wrong[1_234_567]++;
        fake.store.page(STORED, Map.of(), wrong);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(HubFailed.class)
                .hasMessageContaining(
                        "sent other content than it must have: its checksum is not " + FakeHub.sha256(WEIGHTS));
        assertThat(blob()).doesNotExist();
        assertThat(incomplete()).doesNotExist();
        assertThat(snapshot().resolve("model.safetensors")).doesNotExist();

        fake.store.page(STORED, Map.of(), WEIGHTS);
        assertThat(fetch()).hasBinaryContent(WEIGHTS);
    }

    @Test
    void wrongBytesOfASmallFileAreRefusedByItsGitHash() {
        fake.hub.page(
                "/api/resolve-cache/models" + FakeHub.file(ID, "config.json"),
                Map.of(),
                FakeHub.bytes("{\"model_type\":\"r0berta\"}"));

        assertThatThrownBy(this::fetch).hasMessageContaining("sent other content than it must have");
    }

    @Test
    void aServerThatSendsMoreThanItAnnouncedIsRefused() {
        fake.store.page(STORED, Map.of(), FakeHub.large(WEIGHTS.length + 1));

        assertThatThrownBy(this::fetch).hasMessageContaining("sends more than the 3000000 bytes announced");
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws Exception {
        fake.store.goWrong(STORED, new Mishap.SilentAfter(1_000_000));
        Patience impatient = new Patience(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500), 5, Duration.ofMillis(1));

        Path folder = fake.models(home, Map.of(), impatient).find(ID, Content.ALL, Listener.NONE);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(fake.store.gets(STORED)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aLineThatIsCutAgainAndAgainWithoutProgressIsGivenUp() {
        fake.store.goWrong(STORED, new Mishap.CutAfter(1000), new Mishap.CutAfter(1000), new Mishap.CutAfter(1000));

        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        HubFailed.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessageContaining("the connection was cut")
                .hasMessageNotContaining("Signature");
        assertThat(incomplete()).exists();
    }

    @Test
    void aLineThatIsCutAgainAndAgainButGetsOnIsNotGivenUp() throws Exception {
        byte[] many = FakeHub.large(12_000_000);
        fake.model("owner/large", Map.of("config.json", FakeHub.bytes("{}"), "model.safetensors", many));
        for (int cut = 0; cut < 8; cut++) {
            fake.store.goWrong(FakeHub.stored(many), new Mishap.CutAfter(1_400_000));
        }

        Path folder = fake.models(home).find("owner/large", java.util.EnumSet.of(Content.WEIGHTS), Listener.NONE);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(many);
    }

    @Test
    void aFileThatIsShorterThanAnnouncedIsGivenUpHoweverOftenItComes() throws Exception {
        byte[] few = FakeHub.large(1_400_000);
        fake.model("owner/short", Map.of("config.json", FakeHub.bytes("{}"), "model.safetensors", few));
        Map<String, String> headers = Map.of(
                "X-Repo-Commit", FakeHub.COMMIT,
                "X-Linked-ETag", "\"" + FakeHub.sha256(few) + "\"",
                "X-Linked-Size", "" + (few.length + 5));
        fake.hub.redirect(
                FakeHub.file("owner/short", "model.safetensors"),
                302,
                headers,
                fake.store.address() + FakeHub.stored(few));

        assertThatThrownBy(() ->
                        fake.models(home).find("owner/short", java.util.EnumSet.of(Content.WEIGHTS), Listener.NONE))
                .isInstanceOf(HubFailed.class)
                .hasMessageContaining("model.safetensors");
        assertThat(fake.store.gets(FakeHub.stored(few))).hasSizeLessThan(10);
    }

    @Test
    void whoMayReadAModelMayReadWhichCommitItIs() throws Exception {
        Path weights = fetch();

        Path model = weights.getParent().getParent().getParent();
        assertThat(Files.getPosixFilePermissions(model.resolve("refs/main")))
                .isEqualTo(Files.getPosixFilePermissions(weights));
    }

    @Test
    void aFileIsFetchedOnceHoweverManyWantItAtOnce() throws Exception {
        List<Callable<Path>> wishes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wishes.add(this::fetch);
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Path> done : threads.invokeAll(wishes)) {
                assertThat(done.get()).hasBinaryContent(WEIGHTS);
            }
        }
        assertThat(fake.store.gets(STORED)).hasSize(1);
    }

    @Test
    void aFileOfAnotherCommitIsRefused() {
        fake.hub.redirect(
                FakeHub.file(ID, "config.json"),
                302,
                Map.of(
                        "X-Repo-Commit",
                        "0".repeat(40),
                        "X-Linked-ETag",
                        "\"" + "0".repeat(64) + "\"",
                        "X-Linked-Size",
                        "2"),
                fake.store.address() + "/config");

        assertThatThrownBy(this::fetch).hasMessageContaining("answered with a file of another commit");
    }

    @Test
    void aFileWithoutAChecksumIsRefused() {
        fake.hub.page(FakeHub.file(ID, "config.json"), Map.of("ETag", "\"5f3-abc\""), FakeHub.bytes("{}"));

        assertThatThrownBy(this::fetch)
                .hasMessageContaining("tells no checksum, expected an ETag of 40 or 64 hex digits");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItIsFetched() {
        fake.hub.redirect(
                FakeHub.file(ID, "model.safetensors"),
                302,
                Map.of("X-Linked-ETag", FakeHub.sha256(WEIGHTS), "X-Linked-Size", "999999999999"),
                fake.store.address() + STORED);

        assertThatThrownBy(this::fetch).hasMessageContaining("tells a length of 999999999999 bytes, expected at most");
        assertThat(fake.store.requests()).isEmpty();
    }

    private Path fetch() throws HubFailed {
        return fake.models(home).find(ID, Content.ALL, Listener.NONE).resolve("model.safetensors");
    }

    private Path blob() {
        return home.resolve("hub/models--FacebookAI--roberta-base/blobs").resolve(FakeHub.sha256(WEIGHTS));
    }

    private Path incomplete() {
        return blob().resolveSibling(FakeHub.sha256(WEIGHTS) + ".bilevel.incomplete");
    }

    private Path snapshot() {
        return home.resolve("hub/models--FacebookAI--roberta-base/snapshots").resolve(FakeHub.COMMIT);
    }

    private static int from(String range) {
        return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }
}
