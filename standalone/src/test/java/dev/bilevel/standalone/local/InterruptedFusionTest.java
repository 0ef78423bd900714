package dev.bilevel.standalone.local;

import dev.bilevel.checkpoints.DType;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class InterruptedFusionTest {
    private static final int TENSORS = 300;
    private static final int NUMBERS = 1 << 18;

    @TempDir
    Path folder;

    @Test
    void aFusionInShardsThatIsToldToEndLeavesNothing() throws Exception {
        Path model = model();
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");

        Process process = CommandLines.start(log, "fuse", "--weights", "1", "--out", out, "--shard-size", "1MB", model);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(out.resolve("model-00002-of-00300.safetensors")));
        process.destroy();
        process.waitFor();

        assertThat(Files.readString(log)).isEqualTo("bilevel: interrupted, nothing is left\n");
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(out).doesNotExist();
    }

    private Path model() throws IOException {
        List<TensorSource> tensors = new ArrayList<>();
        byte[] content = new byte[NUMBERS * Float.BYTES];
        for (int i = 0; i < TENSORS; i++) {
            tensors.add(new TensorSource(
                    "layer" + i, DType.F32, List.of((long) NUMBERS), sink -> sink.write(ByteBuffer.wrap(content))));
        }
        return SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of())
                .path();
    }
}
