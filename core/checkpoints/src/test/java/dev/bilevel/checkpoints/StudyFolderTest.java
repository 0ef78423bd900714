package dev.bilevel.checkpoints;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyFolderTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private CheckpointStore store;
    private StudyFolder study;

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(folder.resolve("store"));
        study = store.study("s");
    }

    @Test
    void anIdsFilesLieInTheFoldersOfTheIdsItBeginsWith() {
        assertThat(study.folder("s.t3.f5", HASH)).isEqualTo(store.root().resolve("studies/s/t3/f5/" + HASH));
        assertThat(store.study("a.b-1").folder("a.b-1.t0.checkpoints", HASH))
                .isEqualTo(store.root().resolve("studies/a.b-1/t0/checkpoints/" + HASH));
    }

    @Test
    void whatIsReleasedGoesAndWhatIsKeptOrBesideItStays() throws Exception {
        Path checkpoint = made("s.t0.checkpoints");
        Path best = made("s.t0.f1");
        Path beaten = made("s.t0.f10");
        Path otherTrial = made("s.t1.f1");
        Path otherStudy = store.study("s2").folder("s2.t0.f10", HASH).resolve("f");
        store.write(otherStudy, new byte[5]);

        assertThat(study.release("s.t0.f10", List.of())).isEqualTo(new Freed(1, 5));
        assertThat(beaten).doesNotExist();
        assertThat(beaten.getParent().getParent()).doesNotExist();
        assertThat(best).exists();

        assertThat(study.release("s", List.of("s.t0.checkpoints", "s.t0.f1"))).isEqualTo(new Freed(1, 5));
        assertThat(otherTrial).doesNotExist();
        assertThat(files()).containsExactlyInAnyOrder(checkpoint, best, otherStudy);

        study.release("s", List.of());
        assertThat(store.root().resolve("studies/s")).doesNotExist();
        assertThat(otherStudy).exists();
    }

    @Test
    void whatIsGoneAlreadyIsNoProblem() throws Exception {
        made("s.t0.f1");

        assertThat(study.release("s.t0.f1", List.of()).files()).isEqualTo(1);
        assertThat(study.release("s.t0.f1", List.of())).isEqualTo(new Freed(0, 0));
        assertThat(store.study("never-heard-of").release("never-heard-of", List.of()))
                .isEqualTo(new Freed(0, 0));
    }

    @Test
    void severalMayReleaseTheSameAtOnce() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                for (int fusion = 0; fusion < 20; fusion++) {
                    made("s.t0.f" + fusion);
                }
                Callable<Freed> release = () -> study.release("s", List.of());
                long freed = 0;
                for (var done : workers.invokeAll(
                        IntStream.range(0, 4).mapToObj(_ -> release).toList())) {
                    freed += done.get().files();
                }
                assertThat(freed).isEqualTo(20);
                assertThat(files()).isEmpty();
            }
        }
    }

    @Test
    void aLinkIsRemovedAndWhatItLeadsToStays() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("precious"), "x");
        Path trial = Files.createDirectories(study.folder("s.t0.f0", HASH));
        Files.createSymbolicLink(trial.resolve("link"), outside);

        study.release("s.t0", List.of());

        assertThat(trial).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    void aStudyFolderThatIsALinkIsRefused() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Path precious = Files.createDirectories(outside.resolve("t0")).resolve("precious");
        Files.writeString(precious, "x");
        Files.createDirectories(store.root().resolve("studies"));
        Files.createSymbolicLink(store.root().resolve("studies/s"), outside);

        assertThatThrownBy(() -> study.release("s.t0", List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("passes a symbolic link");
        assertThat(precious).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s2.t0", "s2", "t0", "s.", "s..t0", "s.t0/..", "../s", "", "S.t0", "s.t0.f1.x", "s.t0.f1/x"})
    void anIdOutsideTheStudyIsRefused(String id) {
        assertThatThrownBy(() -> study.release(id, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("id: is ");
        assertThatThrownBy(() -> study.release("s", List.of(id))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> study.folder(id, HASH)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../s", "a/b", "A", "a..b", "a."})
    void whatIsNoIdOfAStudyIsRefused(String id) {
        assertThatThrownBy(() -> store.study(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHashOfInputsMustBeOne() {
        assertThatThrownBy(() -> study.folder("s.t0.f1", "../x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 64 lower-case hex digits");
    }

    private Path made(String id) throws IOException {
        Path file = study.folder(id, HASH).resolve("f");
        store.write(file, new byte[5]);
        return file;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(store.root())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
