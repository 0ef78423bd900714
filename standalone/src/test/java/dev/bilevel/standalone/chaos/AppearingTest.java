package dev.bilevel.standalone.chaos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class AppearingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(50);

    @TempDir
    Path store;

    @Test
    void whatWasThereBeforeDoesNotAppear() throws Exception {
        Path folder = Files.createDirectories(store.resolve("studies/s1"));
        Files.createFile(folder.resolve("old"));

        try (Appearing files = new Appearing(store)) {
            assertThat(files.next(MOMENT)).isEmpty();

            Path fresh = Files.createFile(folder.resolve("new"));
            assertThat(files.next(PATIENCE)).contains(fresh);
        }
    }

    @Test
    void aFileInNewFoldersAppearsHoweverSoonAfterThemItIsMade() throws Exception {
        try (Appearing files = new Appearing(store)) {
            for (int i = 0; i < 50; i++) {
                Path folder = Files.createDirectories(store.resolve("studies/s1/t" + i + "/checkpoints"));
                Path fresh = Files.createFile(folder.resolve("checkpoint"));
                awaitSightOf(fresh, files);
            }
        }
    }

    @Test
    void aFileThatIsMovedIntoPlaceAppears() throws Exception {
        Path part = Files.createFile(store.resolve(".model.part"));
        try (Appearing files = new Appearing(store)) {
            Path model = Files.move(part, store.resolve("model"), StandardCopyOption.ATOMIC_MOVE);

            assertThat(files.next(PATIENCE)).contains(model);
        }
    }

    @Test
    void aFolderThatIsDeletedIsForgotten() throws Exception {
        Path loser = Files.createDirectories(store.resolve("t0/f3"));
        try (Appearing files = new Appearing(store)) {
            Files.delete(loser);
            Files.delete(loser.getParent());
            Path fresh = Files.createFile(store.resolve("kept"));

            awaitSightOf(fresh, files);
        }
    }

    private static void awaitSightOf(Path fresh, Appearing files) throws InterruptedException {
        while (files.next(PATIENCE).filter(fresh::equals).isEmpty()) {
            // Folders have events as well, and a file may come twice.
        }
    }
}
