package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FusionTest {
    private static final List<Double> WEIGHTS = List.of(0.5, 0.3, -0.125, 0.2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                3,
                WeightedSum.PIECE - 1,
                WeightedSum.PIECE,
                WeightedSum.PIECE + 1,
                WeightedSum.BLOCK - 1,
                WeightedSum.BLOCK,
                2 * WeightedSum.BLOCK + 5
            })
    void everyNumberIsThePlainSumWhateverTheSize(int size) throws Exception {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16, DType.F64)) {
            List<float[]> values = new ArrayList<>();
            List<Path> files = new ArrayList<>();
            for (int k = 0; k < WEIGHTS.size(); k++) {
                values.add(random(size, k));
                files.add(file(dtype + "-" + k, TensorSource.floats("w", dtype, List.of((long) size), values.get(k))));
            }

            StoredFile fused = Fusion.fuse(files, WEIGHTS, folder.resolve("fused"));

            try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
                assertThat(file.tensor("w").dtype()).isEqualTo(dtype);
                assertThat(file.floats("w")).as(dtype.name()).isEqualTo(plainSum(dtype, values, size));
            }
        }
    }

    @Test
    void hundredsOfCheckpointsAreSummedInSmallerBlocks() throws Exception {
        int size = 3 * 2048 + 7;
        List<Path> files = new ArrayList<>();
        for (int k = 0; k < 512; k++) {
            float[] values = new float[size];
            Arrays.fill(values, k);
            values[size - 1] = -k;
            files.add(file("many-" + k, TensorSource.of("w", List.of((long) size), values)));
        }

        StoredFile fused = Fusion.fuse(files, Fusion.uniform(512), folder.resolve("fused"));

        try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
            float[] expected = new float[size];
            Arrays.fill(expected, 255.5f);
            expected[size - 1] = -255.5f;
            assertThat(file.floats("w")).isEqualTo(expected);
        }
    }

    @Test
    void aCornerIsTheCheckpointItselfBitForBit() throws Exception {
        float[] odd = {-0.0f, 0.0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN, 1 / 3f};
        Path first = file("first", TensorSource.of("w", List.of(7L), odd));
        Path second = file("second", TensorSource.of("w", List.of(7L), random(7, 1)));

        StoredFile fused = Fusion.fuse(List.of(second, first), List.of(0.0, 1.0), folder.resolve("fused"));

        assertThat(Files.readAllBytes(fused.path())).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void aCheckpointWithWeightZeroTakesNoPart() throws Exception {
        Path good = file("good", TensorSource.of("w", List.of(1L), new float[] {2}));
        Path diverged = file("diverged", TensorSource.of("w", List.of(1L), new float[] {Float.NaN}));

        StoredFile fused = Fusion.fuse(List.of(good, diverged), List.of(1.0, -0.0), folder.resolve("fused"));

        try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
            assertThat(file.floats("w")).containsExactly(2);
        }
    }

    @Test
    void shardedCheckpointsFuseLikeWholeOnes() throws Exception {
        TensorSource first = TensorSource.of("first", List.of(3L), random(3, 1));
        TensorSource second = TensorSource.of("second", List.of(2L), random(2, 2));
        Path whole = file("whole", first, second);
        Path other = file("other", TensorSource.of("first", List.of(3L), random(3, 3)), second);
        file("sharded/b.safetensors", first);
        file("sharded/a.safetensors", second);
        Path index = Files.writeString(folder.resolve("sharded").resolve(TensorSet.INDEX), """
                {"weight_map": {"first": "b.safetensors", "second": "a.safetensors"}}""");
        List<Double> weights = List.of(0.3, 0.7);

        StoredFile expected = Fusion.fuse(List.of(whole, other), weights, folder.resolve("expected"));

        for (Path sharded : List.of(index, index.getParent())) {
            assertThat(Fusion.fuse(List.of(sharded, other), weights, folder.resolve("fused"))
                            .sha256())
                    .isEqualTo(expected.sha256());
        }
    }

    @Test
    void uniformWeightsAreTheMean() throws Exception {
        Path first = file("first", TensorSource.of("w", List.of(2L), new float[] {1, 2}));
        Path second = file("second", TensorSource.of("w", List.of(2L), new float[] {3, -2}));

        StoredFile fused = Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused"));

        try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
            assertThat(file.floats("w")).containsExactly(2, 0);
        }
    }

    @Test
    void tensorsThatAreNotFloatingAreCopiedWhereTheyAgree() throws Exception {
        Path first = file("first", ids(1, 2, 3));
        Path second = file("second", ids(1, 2, 3));

        StoredFile fused = Fusion.fuse(List.of(first, second), Fusion.uniform(2), folder.resolve("fused"));

        assertThat(Files.readAllBytes(fused.path())).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void aFormatThatIsAskedForTakesCheckpointsOfAnyFloatingFormat() throws Exception {
        int size = WeightedSum.PIECE + 3;
        List<DType> formats = List.of(DType.F32, DType.F16, DType.BF16, DType.F64);
        List<float[]> values = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int k = 0; k < formats.size(); k++) {
            float[] all = random(size, k);
            for (int i = 0; i < size; i++) {
                all[i] = rounded(formats.get(k), all[i]);
            }
            values.add(all);
            files.add(
                    file("mixed-" + k, TensorSource.floats("w", formats.get(k), List.of((long) size), all), ids(1, 2)));
        }
        for (DType as : formats) {
            StoredFile fused = Fusion.fuse(files, WEIGHTS, folder.resolve("fused"), as);

            try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
                assertThat(file.tensor("w").dtype()).isEqualTo(as);
                assertThat(file.tensor("ids").dtype()).isEqualTo(DType.I64);
                float[] expected = plainSum(DType.F64, values, size);
                for (int i = 0; i < size; i++) {
                    expected[i] = rounded(as, expected[i]);
                }
                assertThat(file.floats("w")).as(as.name()).isEqualTo(expected);
            }
        }
        assertThatThrownBy(() -> Fusion.fuse(files, WEIGHTS, folder.resolve("fused")))
                .isInstanceOf(CheckpointsDisagree.class)
                .hasMessageEndingWith("tensor 'w': is F16[32771], expected F32[32771] as in " + files.getFirst());
        assertThatThrownBy(() -> Fusion.fuse(files, WEIGHTS, folder.resolve("fused"), DType.I64))
                .hasMessage("dtype: is I64, expected F64, F32, F16 or BF16");
    }

    @Test
    void manyCheckpointsAreReadInSmallerBlocks() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int k = 0; k < 70; k++) {
            files.add(file(
                    "many-" + k,
                    TensorSource.of("w", List.of(WeightedSum.PIECE + 1L), random(WeightedSum.PIECE + 1, k))));
        }
        List<Double> weights = Fusion.uniform(files.size());

        StoredFile fused = Fusion.fuse(files, weights, folder.resolve("fused"));

        double sum = 0;
        for (int k = 0; k < files.size(); k++) {
            sum += weights.get(k) * random(WeightedSum.PIECE + 1, k)[WeightedSum.PIECE];
        }
        try (SafetensorsFile file = SafetensorsFile.open(fused.path())) {
            assertThat(file.floats("w")[WeightedSum.PIECE]).isEqualTo((float) sum);
        }
    }

    private Path file(String name, TensorSource... tensors) throws Exception {
        return SafetensorsWriter.write(folder.resolve(name), List.of(tensors), SafetensorsWriter.PYTORCH)
                .path();
    }

    private static TensorSource ids(long... ids) {
        return TensorSource.of("ids", DType.I64, List.of((long) ids.length), MemorySegment.ofArray(ids));
    }

    private static float[] random(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * StrictMath.pow(2, random.nextInt(-12, 12)));
        }
        return values;
    }

    /// The definition in [Fusion], one number at a time.
    private static float[] plainSum(DType dtype, List<float[]> values, int size) {
        float[] expected = new float[size];
        for (int i = 0; i < size; i++) {
            double sum = WEIGHTS.get(0) * rounded(dtype, values.get(0)[i]);
            for (int k = 1; k < values.size(); k++) {
                sum = sum + WEIGHTS.get(k) * rounded(dtype, values.get(k)[i]);
            }
            expected[i] = rounded(dtype, (float) sum);
        }
        return expected;
    }

    private static float rounded(DType dtype, float value) {
        return switch (dtype) {
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BF16 -> FloatCodec.brainToFloat(FloatCodec.floatToBrain(value));
            default -> value;
        };
    }
}
