package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsRoundTripTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        StoredFile stored = SafetensorsWriter.write(
                folder.resolve("new/model.safetensors"),
                List.of(
                        TensorSource.of("b", List.of(2L, 2L), new float[] {1, 2, 3, -0.0f}),
                        TensorSource.floats("a", DType.BF16, List.of(1L), new float[] {0.5f}),
                        TensorSource.of("scalar", List.of(), new float[] {7}),
                        TensorSource.of("empty", List.of(0L, 3L), new float[0])),
                Map.of("format", "pt"));

        assertThat(stored.sha256()).isEqualTo(ContentHash.of(stored.path()));
        assertThat(stored.bytes()).isEqualTo(Files.size(stored.path()));
        try (SafetensorsFile file = SafetensorsFile.open(stored.path())) {
            assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(file.tensors().keySet()).containsExactly("a", "b", "empty", "scalar");
            assertThat(file.tensor("b").shape()).containsExactly(2L, 2L);
            assertThat(file.floats("b")).containsExactly(1, 2, 3, -0.0f);
            assertThat(file.floats("a")).containsExactly(0.5f);
            assertThat(file.floats("scalar")).containsExactly(7);
            assertThat(file.floats("empty")).isEmpty();
        }
    }

    @Test
    void everyTensorIsAligned() throws Exception {
        StoredFile stored = SafetensorsWriter.write(
                folder.resolve("mixed.safetensors"),
                List.of(
                        TensorSource.floats("half", DType.F16, List.of(3L), new float[3]),
                        TensorSource.floats("double", DType.F64, List.of(1L), new float[1]),
                        TensorSource.of("single", List.of(1L), new float[1])),
                Map.of());

        try (SafetensorsFile file = SafetensorsFile.open(stored.path())) {
            for (TensorInfo tensor : file.tensors().values()) {
                assertThat(tensor.offset() % tensor.dtype().bytes())
                        .as(tensor.name())
                        .isZero();
            }
        }
    }

    @Test
    void aFailedWriteLeavesTheEarlierFileAndNothingElse() throws Exception {
        Path target = folder.resolve("model.safetensors");
        StoredFile earlier =
                SafetensorsWriter.write(target, List.of(TensorSource.of("w", List.of(1L), new float[] {1})), Map.of());
        TensorSource failing = new TensorSource("w", DType.F32, List.of(2L), sink -> {
            throw new IOException("the disk of the source broke");
        });

        assertThatThrownBy(() -> SafetensorsWriter.write(target, List.of(failing), Map.of()))
                .hasMessage("the disk of the source broke");

        assertThat(ContentHash.of(target)).isEqualTo(earlier.sha256());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aSourceThatHandsOverTooLittleIsNamed() {
        TensorSource shortOne = new TensorSource("w", DType.F32, List.of(2L), sink -> {});

        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("m"), List.of(shortOne), Map.of()))
                .hasMessage("tensor 'w': handed over 0 bytes, expected 8 for shape [2] of F32");
    }
}
