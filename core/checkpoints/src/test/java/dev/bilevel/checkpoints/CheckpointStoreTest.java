package dev.bilevel.checkpoints;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointStoreTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private CheckpointStore store;

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(folder.resolve("store"));
    }

    @Test
    void aFilesUriLeadsBackToIt() {
        Path file = store.study("s").folder("s.t0.f1", HASH).resolve("model.safetensors");

        assertThat(store.uriOf(file)).startsWith("file:///");
        assertThat(resolved(store.uriOf(file))).isEqualTo(file);
    }

    @Test
    void aStoreIsFoundByFolderOrByUri() {
        assertThat(CheckpointStore.at(store.root().toString()).root()).isEqualTo(store.root());
        assertThat(CheckpointStore.at(store.root().toUri().toString()).root()).isEqualTo(store.root());
        assertThatThrownBy(() -> CheckpointStore.at("s3://bucket/folder"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the scheme s3, expected file:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file:{root}/../secret",
                "file:{root}/trials/../../secret",
                "file:{root}/%2e%2e/secret",
                "file:{root}/trials/./x",
                "file:{root}",
                "file:{root}-beside/x",
                "file://host{root}/x",
                "file:{root}/x?query",
                "file:{root}/x#fragment",
                "file:{root}/x%00y",
                "file:relative",
                "{root}/x",
                "http://host{root}/x",
                "s3://bucket/x",
                "file:{root}/a b",
                ""
            })
    void whatLeadsElsewhereIsRefused(String uri) {
        assertThatThrownBy(
                        () -> store.resolve(uri.replace("{root}", store.root().toString())))
                .isInstanceOf(OutsideStore.class)
                .hasMessageStartingWith("artifact URI '");
    }

    @Test
    void aSymbolicLinkInTheStoreIsRefusedWhereverItLeads() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(store.root().resolve("trials"), outside);
        Files.createSymbolicLink(store.root().resolve("file"), Files.writeString(outside.resolve("f"), "x"));

        assertThatThrownBy(() -> store.resolve("file:" + store.root() + "/trials/x"))
                .isInstanceOf(OutsideStore.class)
                .hasMessageContaining("passes a symbolic link");
        assertThatThrownBy(() -> store.resolve("file:" + store.root() + "/file"))
                .isInstanceOf(OutsideStore.class);
    }

    @Test
    void aStoreWhoseOwnFolderIsReachedThroughALinkTakesBothOfItsNames() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), store.root());
        CheckpointStore linked = new CheckpointStore(link);

        assertThat(linked.resolve("file:" + link + "/x")).isEqualTo(store.root().resolve("x"));
        assertThat(linked.resolve("file:" + store.root() + "/x"))
                .isEqualTo(store.root().resolve("x"));
        assertThat(linked.uriOf(link.resolve("x")))
                .isEqualTo(store.uriOf(store.root().resolve("x")));
    }

    @Test
    void aFileThatIsWhatItShouldBeIsHandedOut() throws Exception {
        Path file = Files.writeString(store.root().resolve("abc"), "abc");

        assertThat(store.verified(store.uriOf(file), ContentHash.of(file), 3)).isEqualTo(file);
    }

    @Test
    void aFileThatChangedSinceItWasVerifiedIsLookedAtAgain() throws Exception {
        Path file = Files.writeString(store.root().resolve("abc"), "abc");
        String uri = store.uriOf(file);
        String hash = ContentHash.of(file);
        store.verified(uri, hash, 3);
        Files.writeString(file, "abd");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        assertThatThrownBy(() -> store.verified(uri, hash, 3))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageContaining("has SHA-256 ")
                .hasMessageEndingWith(", expected " + hash);
    }

    @Test
    void aMissingFileAFolderAndAnotherLengthAreNamed() throws Exception {
        Path file = Files.writeString(store.root().resolve("abc"), "abc");
        Files.createDirectories(store.root().resolve("folder"));

        assertThatThrownBy(() -> store.verified("file:" + store.root() + "/absent", HASH, 3))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageEndingWith("is missing, expected a file of 3 bytes");
        assertThatThrownBy(() -> store.verified("file:" + store.root() + "/folder", HASH, 3))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageEndingWith("is no ordinary file");
        assertThatThrownBy(() -> store.verified(store.uriOf(file), HASH, 4))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageEndingWith("has 3 bytes, expected 4");
    }

    private Path resolved(String uri) {
        try {
            return store.resolve(uri);
        } catch (OutsideStore e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStudysFileThatLayInAnotherStoreIsLookedForAtItsPlaceHere() throws Exception {
        String place = "studies/s1.a/t3/checkpoints/" + "ab".repeat(32) + "/checkpoint-0.safetensors";
        String model = "studies/s1/t3/f12/" + "cd".repeat(32) + "/model.safetensors";

        assertThat(store.resolve("file:///elsewhere/store/" + place))
                .isEqualTo(store.root().resolve(place));
        assertThat(store.resolve("s3://bucket/prefix/" + model))
                .isEqualTo(store.root().resolve(model));
        for (String other : new String[] {
            "file:///elsewhere/studies/s1/t3/checkpoints/short/checkpoint-0.safetensors",
            "file:///elsewhere/" + place.replace("s1.a", "s1..a"),
            "file:///elsewhere/" + place.replace("s1.a", ".."),
            "file:///elsewhere/" + model + "/../../../../x",
            "file:///elsewhere/" + model.replace("model.s", ".s"),
            "http://host/" + model,
            model
        }) {
            assertThatThrownBy(() -> store.resolve(other)).isInstanceOf(OutsideStore.class);
        }
    }
}
