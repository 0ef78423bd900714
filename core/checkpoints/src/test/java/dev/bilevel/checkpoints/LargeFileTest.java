package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class LargeFileTest {
    private static final long LARGE = 3L << 30;

    @TempDir
    Path folder;

    @Test
    void aTensorBeyondTwoGibibytesIsReached() throws Exception {
        Path path = folder.resolve("large.safetensors");
        byte[] header = """
                {"first":{"dtype":"U8","shape":[%1$d],"data_offsets":[0,%1$d]},\
                "last":{"dtype":"F32","shape":[1],"data_offsets":[%1$d,%2$d]}}""".formatted(LARGE, LARGE + 4).getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            sparse.write(header);
            sparse.seek(8 + header.length + LARGE);
            sparse.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(0.75f)
                    .array());
        }

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensor("first").elements()).isEqualTo(LARGE);
            assertThat(file.floats("last")).containsExactly(0.75f);
        }
    }
}
