package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Against a file that the reference implementation wrote: `make_golden.py` beside it.
class GoldenFileTest {
    @TempDir
    Path folder;

    @Test
    void whatTheReferenceWroteIsRead() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(golden())) {
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.tensors().keySet())
                    .containsExactly(
                            "a \"name\" with ünïcode",
                            "empty",
                            "encoder.brain",
                            "encoder.double",
                            "encoder.half",
                            "encoder.weight",
                            "mask",
                            "position_ids",
                            "scalar");
            assertThat(file.tensor("encoder.weight").shape()).containsExactly(2L, 3L);
            assertThat(file.floats("encoder.weight"))
                    .containsExactly(0.1f, -0.0f, Float.MAX_VALUE, Float.MIN_VALUE, -2.5f, 65504f);
            assertThat(file.floats("encoder.half")).containsExactly(1.5f, -0.099975586f, 5.9604645e-8f, 65504f);
            assertThat(file.floats("encoder.brain")).containsExactly(1f, -2.5f, 3.3895314e38f);
            assertThat(file.floats("encoder.double")).containsExactly((float) (1 / 3.0));
            assertThat(file.floats("scalar")).containsExactly(7);
            assertThat(file.floats("empty")).isEmpty();
            assertThat(file.data("position_ids")
                            .toArray(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN)))
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void theSameTensorsGiveTheBytesThatTheReferenceWrites() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(golden())) {
            List<TensorSource> tensors = new ArrayList<>();
            for (TensorInfo tensor : file.tensors().values()) {
                tensors.add(TensorSource.of(tensor.name(), tensor.dtype(), tensor.shape(), file.data(tensor.name())));
            }

            StoredFile written = SafetensorsWriter.write(folder.resolve("copy"), tensors, file.metadata());

            assertThat(Files.readAllBytes(written.path())).isEqualTo(Files.readAllBytes(golden()));
        }
    }

    private static Path golden() throws Exception {
        return Path.of(GoldenFileTest.class.getResource("golden.safetensors").toURI());
    }
}
