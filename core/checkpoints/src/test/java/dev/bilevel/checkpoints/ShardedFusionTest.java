package dev.bilevel.checkpoints;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShardedFusionTest {
    private static final List<Double> WEIGHTS = List.of(0.75, 0.25);

    @TempDir
    Path folder;

    private Path out;
    private List<Path> files;

    /// Tensors of 400, 400, 4000, 400 and 400 bytes, and one of 8 that is copied.
    @BeforeEach
    void checkpoints() throws Exception {
        out = folder.resolve("out");
        files = List.of(checkpoint("a", 1), checkpoint("b", 2));
    }

    private Path checkpoint(String name, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<TensorSource> tensors = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            float[] values = new float[i == 2 ? 1000 : 100];
            for (int j = 0; j < values.length; j++) {
                values[j] = random.nextInt(-1000, 1000) / 64f;
            }
            tensors.add(TensorSource.of("w" + i, List.of((long) values.length), values));
        }
        tensors.add(new TensorSource("ids", DType.I64, List.of(1L), sink -> sink.write(ByteBuffer.wrap(new byte[8]))));
        return SafetensorsWriter.write(folder.resolve(name), tensors, Map.of()).path();
    }

    private List<String> left() throws Exception {
        if (!Files.exists(out)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(out)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatFitsInOneFileIsOneFile() throws Exception {
        List<StoredFile> written =
                Fusion.fuseInto(out, files, WEIGHTS, Optional.empty(), 5608).files();

        assertThat(left()).containsExactly("model.safetensors");
        assertThat(written).hasSize(1);
        StoredFile alone = Fusion.fuse(files, WEIGHTS, folder.resolve("alone"));
        assertThat(written.getFirst().sha256()).isEqualTo(alone.sha256());
    }

    @Test
    void shardsTogetherAreTheModelThatOneFileWouldBe() throws Exception {
        List<StoredFile> written =
                Fusion.fuseInto(out, files, WEIGHTS, Optional.empty(), 820).files();

        assertThat(left())
                .containsExactly(
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "model.safetensors.index.json");
        assertThat(written)
                .extracting(file -> file.path().getFileName().toString())
                .containsExactlyElementsOf(left());
        for (StoredFile file : written) {
            assertThat(ContentHash.of(file.path())).isEqualTo(file.sha256());
            assertThat(Files.size(file.path())).isEqualTo(file.bytes());
        }
        StoredFile alone = Fusion.fuse(files, WEIGHTS, folder.resolve("alone"));
        try (TensorSet shards = TensorSet.open(out);
                TensorSet one = TensorSet.open(alone.path())) {
            assertThat(shards.tensors().keySet()).isEqualTo(one.tensors().keySet());
            for (String name : one.tensors().keySet()) {
                assertThat(shards.data(name).mismatch(one.data(name))).as(name).isEqualTo(-1);
            }
        }
    }

    @Test
    void numbersThatAreTooLargeForHalfPrecisionAreCounted() throws Exception {
        float[] values = {70_000, -1e30f, 65_519, 1, Float.POSITIVE_INFINITY, Float.NaN};
        Path file = SafetensorsWriter.write(
                        folder.resolve("large"),
                        List.of(TensorSource.of("w", List.of((long) values.length), values)),
                        Map.of())
                .path();

        Fusion.Fused fused = Fusion.fuseInto(out, List.of(file), List.of(1.0), Optional.of(DType.F16), Long.MAX_VALUE);

        assertThat(fused.overflows()).isEqualTo(2);
        assertThat(fused.notFinite()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32", "F16", "BF16"})
    void numbersThatAreNaNOrInfiniteAreCountedInTheFormatThatIsWritten(DType dtype) throws Exception {
        float[] values = new float[WeightedSum.PIECE + 2];
        values[1] = Float.NEGATIVE_INFINITY;
        values[WeightedSum.PIECE - 1] = -Float.NaN;
        values[WeightedSum.PIECE] = 0x1.fefp127f;
        values[WeightedSum.PIECE + 1] = Float.MAX_VALUE;
        Path file = SafetensorsWriter.write(
                        folder.resolve("broken"),
                        List.of(TensorSource.of("w", List.of((long) values.length), values)),
                        Map.of())
                .path();
        int overflows = switch (dtype) {
            case F16 -> 2;
            // The largest bf16 is 0x1.fep127, and 0x1.ffp127 is half way to infinity.
            case BF16 -> 1;
            default -> 0;
        };

        Fusion.Fused fused = Fusion.fuseInto(out, List.of(file), List.of(1.0), Optional.of(dtype), Long.MAX_VALUE);

        assertThat(fused.overflows()).isEqualTo(overflows);
        assertThat(fused.notFinite()).isEqualTo(2 + overflows);
    }

    @Test
    void aFiniteSumBeyondFloat32IsTooLarge() throws Exception {
        Path file = SafetensorsWriter.write(
                        folder.resolve("large"),
                        List.of(TensorSource.of("w", List.of(3L), new float[] {1, -2, 0})),
                        Map.of())
                .path();
        for (DType dtype : List.of(DType.F32, DType.F16)) {
            Fusion.Fused fused = Fusion.fuseInto(
                    out.resolve(dtype.name()), List.of(file), List.of(1e300), Optional.of(dtype), Long.MAX_VALUE);

            assertThat(fused.overflows()).isEqualTo(2);
            assertThat(fused.notFinite()).isEqualTo(2);
        }
    }

    @Test
    void theIndexSaysWhereEachTensorLiesAndHowLargeAllAre() throws Exception {
        Fusion.fuseInto(out, files, WEIGHTS, Optional.of(DType.BF16), 500);

        assertThat(out.resolve("model.safetensors.index.json")).hasContent("""
                {
                  "metadata": {
                    "total_size": 2808
                  },
                  "weight_map": {
                    "ids": "model-00001-of-00003.safetensors",
                    "w0": "model-00001-of-00003.safetensors",
                    "w1": "model-00001-of-00003.safetensors",
                    "w2": "model-00002-of-00003.safetensors",
                    "w3": "model-00003-of-00003.safetensors",
                    "w4": "model-00003-of-00003.safetensors"
                  }
                }
                """);
    }

    @Test
    void shardsCanBeFusedAgain() throws Exception {
        Fusion.fuseInto(out, files, WEIGHTS, Optional.empty(), 500);

        StoredFile again = Fusion.fuse(List.of(out, out), List.of(0.5, 0.5), folder.resolve("again"));

        assertThat(again.sha256())
                .isEqualTo(Fusion.fuse(files, WEIGHTS, folder.resolve("alone")).sha256());
    }

    @Test
    void aFailureAtALaterShardLeavesNone() throws Exception {
        Path one = ending("one", 1);
        Path two = ending("two", 2);

        assertThatThrownBy(() -> Fusion.fuseInto(out, List.of(one, two), WEIGHTS, Optional.empty(), 4))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessageContaining("z");
        assertThat(left()).isEmpty();
    }

    /// Its last tensor is no sum, so it must be the same everywhere.
    private Path ending(String name, int last) throws Exception {
        TensorSource weights = TensorSource.of("w", List.of(1L), new float[1]);
        TensorSource copied = new TensorSource(
                "z", DType.U8, List.of(1L), sink -> sink.write(ByteBuffer.wrap(new byte[] {(byte) last})));
        return SafetensorsWriter.write(folder.resolve(name), List.of(weights, copied), Map.of())
                .path();
    }

    @Test
    void anIndexThatCannotBeWrittenLeavesNoShards() throws Exception {
        Path inTheWay = out.resolve("model.safetensors.index.json");
        Files.createDirectories(inTheWay.resolve("something"));

        assertThatThrownBy(() -> Fusion.fuseInto(out, files, WEIGHTS, Optional.empty(), 500))
                .isInstanceOf(IOException.class);

        assertThat(left()).containsExactly("model.safetensors.index.json");
    }

    @Test
    void moreFilesThanAnIndexMayNameAreRefused() {
        List<TensorInfo> many = Stream.iterate(0, i -> i + 1)
                .limit(2001)
                .map(i -> new TensorInfo("w" + i, DType.U8, List.of(1L), i, 1))
                .toList();

        assertThatThrownBy(() -> Shard.share(folder, many, TensorInfo::bytes, 1))
                .isInstanceOf(TooManyShards.class)
                .hasMessage("1 bytes a file would make 2001 files, expected at most 2000");
        assertThat(Shard.share(folder, many.subList(0, 2000), TensorInfo::bytes, 1))
                .hasSize(2000);
    }
}
