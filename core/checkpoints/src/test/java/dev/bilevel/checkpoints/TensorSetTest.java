package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TensorSetTest {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path folder;

    @Test
    void shardsAreOneSetOfTensors() throws Exception {
        shard(FIRST, "b", 1, 2);
        shard(SECOND, "a", 3);
        index("""
                {"metadata": {"total_size": 12}, "weight_map": {"b": "%s", "a": "%s"}}""", FIRST, SECOND);

        try (TensorSet set = TensorSet.open(folder)) {
            assertThat(set.tensors().keySet()).containsExactly("a", "b");
            assertThat(set.floats("a")).containsExactly(3);
            assertThat(set.floats("b")).containsExactly(1, 2);
            assertThat(set.path()).isEqualTo(folder.resolve(TensorSet.INDEX));
            assertThat(set.files())
                    .containsExactly(folder.resolve(TensorSet.INDEX), folder.resolve(FIRST), folder.resolve(SECOND));
            assertThatThrownBy(() -> set.tensor("c")).hasMessageEndingWith("has no tensor 'c'");
        }
    }

    @Test
    void aSingleFileIsASetToo() throws Exception {
        Path file = shard(TensorSet.SINGLE, "a", 3);

        for (Path path : List.of(folder, file)) {
            try (TensorSet set = TensorSet.open(path)) {
                assertThat(set.floats("a")).containsExactly(3);
                assertThat(set.files()).containsExactly(file);
            }
        }
    }

    @Test
    void theSingleFileComesBeforeTheIndexAsInTransformers() throws Exception {
        shard(FIRST, "a", 1);
        index("""
                {"weight_map": {"a": "%s"}}""", FIRST);
        Path single = shard(TensorSet.SINGLE, "a", 2);

        assertThat(TensorSet.in(folder)).contains(single);
    }

    @Test
    void aFolderWithoutWeightsSaysWhatItLacks() {
        assertThat(TensorSet.in(folder)).isEmpty();
        assertThatThrownBy(() -> TensorSet.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder + " holds neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void shardsMayBeSymbolicLinksAsInTheHubsCache() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("blobs"));
        Path blob = shard("blob", "a", 1);
        Files.createSymbolicLink(folder.resolve(FIRST), Files.move(blob, elsewhere.resolve("blob")));
        index("""
                {"weight_map": {"a": "%s"}}""", FIRST);

        try (TensorSet set = TensorSet.open(folder)) {
            assertThat(set.floats("a")).containsExactly(1);
        }
    }

    @Test
    void aTensorThatIsNotWhereTheIndexSaysIsRefused() throws Exception {
        shard(FIRST, "a", 1);
        refused("""
                {"weight_map": {"a": "%s", "b": "%s"}}""", "tensor 'b': is said to lie in " + FIRST + ", and does not");
    }

    @Test
    void aTensorThatIsThereTwiceIsRefused() throws Exception {
        shard(FIRST, "a", 1);
        Path second = SafetensorsWriter.write(
                        folder.resolve(SECOND),
                        List.of(
                                TensorSource.of("a", List.of(1L), new float[1]),
                                TensorSource.of("b", List.of(1L), new float[1])),
                        SafetensorsWriter.PYTORCH)
                .path();
        index("""
                {"weight_map": {"a": "%s", "b": "%s"}}""", FIRST, SECOND);

        assertThatThrownBy(() -> TensorSet.open(folder))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessage("%s: tensor 'a': is there twice: the index %s says that it lies in %s"
                        .formatted(second, folder.resolve(TensorSet.INDEX), FIRST));
    }

    @Test
    void aTensorThatTheIndexDoesNotNameIsRefused() throws Exception {
        shard(FIRST, "a", 1);
        Path second = shard(SECOND, "b", 1);
        index("""
                {"weight_map": {"a": "%s", "c": "%s"}}""", FIRST, SECOND);

        assertThatThrownBy(() -> TensorSet.open(folder))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessage(second + ": tensor 'b': is not in the index " + folder.resolve(TensorSet.INDEX));
    }

    @Test
    void anAbsentShardIsNamed() throws Exception {
        refused("""
                {"weight_map": {"a": "%s"}}""", "names the shard " + FIRST + ", which is not in the folder");
    }

    @Test
    void aBrokenShardIsNamed() throws Exception {
        Path shard = shard(FIRST, "a", 1, 2, 3);
        Files.write(shard, java.util.Arrays.copyOf(Files.readAllBytes(shard), (int) Files.size(shard) - 1));
        index("""
                {"weight_map": {"a": "%s"}}""", FIRST);

        assertThatThrownBy(() -> TensorSet.open(folder))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessageStartingWith(shard + ": tensor 'a': data_offsets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.safetensors",
                "/etc/secret.safetensors",
                "sub/secret.safetensors",
                "..\\\\secret.safetensors",
                "C:secret.safetensors",
                "pytorch_model-00001-of-00002.bin",
                "line\\nbreak.safetensors",
                ""
            })
    void aShardThatIsNoFileOfTheFolderIsRefused(String name) throws Exception {
        refused(
                "{\"weight_map\": {\"a\": \"" + name + "\"}}",
                ", expected the name of a .safetensors file in the same folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"weight_map\": []}",
                "{\"weight_map\": {\"a\": 1}}",
                "{\"weight_map\": {\"a\": {\"b\": \"c\"}}}",
                "{\"weight_map\": {}}",
                "{}",
                "{\"weight_map\": {\"a\": \"x.safetensors\", \"a\": \"x.safetensors\"}}",
                "{\"weight_map\": {\"a\": \"x.safetensors\"}, \"weight_map\": {}}"
            })
    void anIndexThatIsNoneIsRefused(String json) throws Exception {
        refused(json, "");
    }

    private void refused(String json, String expected) throws Exception {
        Path index = index(json, FIRST, FIRST);

        assertThatThrownBy(() -> TensorSet.open(folder))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessageStartingWith(index + ": ")
                .hasMessageContaining(expected);
    }

    private Path shard(String name, String tensor, float... values) throws Exception {
        return SafetensorsWriter.write(
                        folder.resolve(name),
                        List.of(TensorSource.of(tensor, List.of((long) values.length), values)),
                        SafetensorsWriter.PYTORCH)
                .path();
    }

    private Path index(String json, Object... shards) throws Exception {
        return Files.writeString(folder.resolve(TensorSet.INDEX), json.formatted(shards));
    }
}
