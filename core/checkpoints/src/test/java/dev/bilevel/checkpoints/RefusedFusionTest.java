package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What cannot be fused: the reason in words, and nothing left behind.
class RefusedFusionTest {
    @TempDir
    Path folder;

    @Test
    void tensorsThatAreNotFloatingAndDifferAreAnErrorThatLeavesNothing() throws Exception {
        Path first = file("first", ids(1, 2, 3));
        Path second = file("second", ids(1, 2, 4));
        Path target = folder.resolve("fused");

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), Fusion.uniform(2), target))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessage(
                        "%s: tensor 'ids': is of a format that is not averaged, and differs in content from %s",
                        second, first);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void aMissingTensorIsNamed() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(1L), new float[1]));
        Path second = file("second", TensorSource.of("v", List.of(1L), new float[1]));

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused")))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessage("%s: tensor 'w': is missing, but is in %s", second, first);
    }

    @Test
    void anExtraTensorIsNamed() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(1L), new float[1]));
        Path second = file(
                "second",
                TensorSource.of("w", List.of(1L), new float[1]),
                TensorSource.of("x", List.of(1L), new float[1]));

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused")))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessage("%s: tensor 'x': is not in %s", second, first);
    }

    @Test
    void anotherShapeOrFormatIsNamedEvenUnderWeightZero() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(2L, 1L), new float[2]));
        Path second = file("second", TensorSource.floats("w", DType.F16, List.of(1L, 2L), new float[2]));

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), List.of(1.0, 0.0), folder.resolve("fused")))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessage("%s: tensor 'w': is F16[1, 2], expected F32[2, 1] as in %s", second, first);
    }

    @Test
    void aFormatThatIsAskedForExcusesNothingElse() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(2L), new float[2]));
        Path whole = file("whole", TensorSource.of("w", DType.I64, List.of(2L), MemorySegment.ofArray(new long[2])));
        Path other = file("other", TensorSource.of("w", List.of(1L, 2L), new float[2]));

        for (Path second : List.of(whole, other)) {
            assertThatThrownBy(() ->
                            Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused"), DType.BF16))
                    .isInstanceOf(CheckpointsDisagree.class)
                    .hasMessageStartingWith(second + ": tensor 'w': is ");
        }
    }

    @Test
    void aCheckpointThatEndsEarlyLeavesNothing() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(1000L), new float[1000]));
        Path second = file("second", TensorSource.of("w", List.of(1000L), new float[1000]));
        Files.write(second, Arrays.copyOf(Files.readAllBytes(second), 2000));

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused")))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessageStartingWith(second + ": tensor 'w': data_offsets");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void anEarlierResultOutlivesAFailure() throws Exception {
        Path first = file("first", ids(1));
        Path second = file("second", ids(2));
        Path target = Files.writeString(folder.resolve("fused"), "earlier");

        assertThatThrownBy(() -> Fusion.fuse(List.of(first, second), Fusion.uniform(2), target))
                .isInstanceOf(CheckpointsDisagree.class);

        assertThat(target).hasContent("earlier");
    }

    @Test
    void weightsThatDoNotFitAreRefused() throws Exception {
        Path only = file("only", TensorSource.of("w", List.of(1L), new float[1]));
        Path target = folder.resolve("fused");

        assertThatThrownBy(() -> Fusion.fuse(List.of(), List.of(), target))
                .hasMessageContaining("checkpoints: is empty");
        assertThatThrownBy(() -> Fusion.fuse(List.of(only), List.of(0.5, 0.5), target))
                .hasMessage("weights: has 2 numbers, expected one for each checkpoint, 1");
        assertThatThrownBy(() -> Fusion.fuse(List.of(only), List.of(Double.NaN), target))
                .hasMessage("weights[0]: is NaN, expected a finite number");
        assertThatThrownBy(() -> Fusion.fuse(List.of(only), List.of(0.0), target))
                .hasMessageContaining("weights: are all zero");
    }

    private Path file(String name, TensorSource... tensors) throws Exception {
        return SafetensorsWriter.write(folder.resolve(name), List.of(tensors), SafetensorsWriter.PYTORCH)
                .path();
    }

    private static TensorSource ids(long... ids) {
        return TensorSource.of("ids", DType.I64, List.of((long) ids.length), MemorySegment.ofArray(ids));
    }
}
