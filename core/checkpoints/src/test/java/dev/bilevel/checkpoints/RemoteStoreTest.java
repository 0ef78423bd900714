package dev.bilevel.checkpoints;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A store whose files lie in an object store, with a folder for copies.
class RemoteStoreTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private final Kept objects = new Kept();
    private CheckpointStore store;

    /// An object store in memory.
    private static final class Kept implements ObjectStore {
        final Map<String, byte[]> objects = new HashMap<>();
        int fetched;

        @Override
        public String uriOf(String key) {
            return "kept://here/" + key;
        }

        @Override
        public Optional<String> keyOf(String uri) {
            return uri.startsWith("kept://here/") ? Optional.of(uri.substring(12)) : Optional.empty();
        }

        @Override
        public boolean fetch(String key, Path into) throws IOException {
            fetched++;
            byte[] found = objects.get(key);
            if (found != null) {
                Files.write(into, found);
            }
            return found != null;
        }

        @Override
        public void put(String key, Path file) throws IOException {
            objects.put(key, Files.readAllBytes(file));
        }

        @Override
        public void delete(String key) {
            objects.remove(key);
        }

        @Override
        public List<Listed> list(String prefix) {
            return objects.entrySet().stream()
                    .filter(object -> object.getKey().startsWith(prefix))
                    .map(object -> new Listed(object.getKey(), object.getValue().length))
                    .toList();
        }
    }

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(folder.resolve("copies"), objects, 10);
    }

    @Test
    void aPublishedFileIsAnObjectUnderTheSamePath() throws Exception {
        Path file = store.study("s").folder("s.t0.f1", HASH).resolve("model.safetensors");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "abc");

        assertThat(store.publish(file)).isEqualTo("kept://here/studies/s/t0/f1/" + HASH + "/model.safetensors");
        assertThat(objects.objects).containsOnlyKeys("studies/s/t0/f1/" + HASH + "/model.safetensors");
        assertThat(store.resolve("kept://here/studies/s/t0/f1/" + HASH + "/model.safetensors"))
                .isEqualTo(file);
    }

    @Test
    void whatIsAtHandAndVerifiedIsNotFetched() throws Exception {
        objects.objects.put("a/b", "abc".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Path copy = store.verified("kept://here/a/b", sha256("abc"), 3);

        assertThat(store.verified("kept://here/a/b", sha256("abc"), 3))
                .isEqualTo(copy)
                .hasContent("abc");
        assertThat(objects.fetched).isEqualTo(1);
    }

    @Test
    void aBadObjectIsRefusedAndABadCopyReplaced() throws Exception {
        objects.objects.put("a/b", "abd".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.verified("kept://here/a/b", sha256("abc"), 3))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageContaining("has SHA-256 " + sha256("abd"));

        objects.objects.put("a/b", "abc".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(store.verified("kept://here/a/b", sha256("abc"), 3)).hasContent("abc");
    }

    @Test
    void smallFilesAreReadAsTheyAreNow() throws Exception {
        Path result = store.study("s").folder("s.t0.checkpoints", HASH).resolve("result.json");
        assertThat(store.read(result)).isEmpty();

        store.write(result, new byte[] {1});
        objects.objects.replaceAll((_, _) -> new byte[] {2});

        assertThat(store.read(result)).contains(new byte[] {2});
        objects.objects.clear();
        assertThat(store.read(result)).as("a copy of what is gone").isEmpty();
    }

    @Test
    void copiesBeyondTheSizeGoTheOldestFirstButNoneThatIsInUse() throws Exception {
        for (String name : new String[] {"old", "older", "used", "new"}) {
            objects.objects.put(name, "12345".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Path older = store.verified("kept://here/older", sha256("12345"), 5);
        Path old = store.verified("kept://here/old", sha256("12345"), 5);
        CheckpointStore restarted = new CheckpointStore(folder.resolve("copies"), objects, 10);
        Path used = restarted.verified("kept://here/used", sha256("12345"), 5);
        aged(older, 4);
        aged(old, 3);
        aged(used, 5);

        Path another = restarted.verified("kept://here/new", sha256("12345"), 5);
        restarted.write(restarted.root().resolve("small"), new byte[0]);

        assertThat(older).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(used).as("asked for a moment ago").exists();
        assertThat(another).exists();
    }

    @Test
    void whatAStudyReleasesGoesFromTheObjectsAndFromTheCopiesAtHand() throws Exception {
        Path beaten = kept("s", "s.t0.f1");
        Path best = kept("s", "s.t0.f10");
        Path state = store.study("s").folder("s.t0.checkpoints", HASH).resolve("state.safetensors");
        Files.createDirectories(state.getParent());
        Files.writeString(state, "only here");
        Path other = kept("s.t0", "s.t0.f1");

        assertThat(store.study("s").release("s.t0", List.of("s.t0.f10"))).isEqualTo(new Freed(1, 3));

        assertThat(objects.objects)
                .containsOnlyKeys(
                        "studies/s/t0/f10/" + HASH + "/model.safetensors",
                        "studies/s.t0/f1/" + HASH + "/model.safetensors");
        assertThat(beaten).doesNotExist();
        assertThat(state).doesNotExist();
        assertThat(best).exists();
        assertThat(other).as("of another study").exists();
    }

    private Path kept(String study, String id) throws IOException {
        Path file = store.study(study).folder(id, HASH).resolve("model.safetensors");
        store.write(file, new byte[3]);
        return file;
    }

    private static void aged(Path file, int hours) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600L * hours)));
    }

    private String sha256(String text) throws IOException {
        return ContentHash.of(Files.writeString(folder.resolve("text"), text));
    }
}
