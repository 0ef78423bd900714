package dev.bilevel.checkpoints;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SafetensorsPropertiesTest {
    private Path folder;

    record Tensor(String name, DType dtype, List<Long> shape, long seed) {
        byte[] data() {
            byte[] data = new byte[(int) Shapes.bytes(dtype, shape)];
            new SplittableRandom(seed).nextBytes(data);
            return data;
        }

        TensorSource source() {
            return TensorSource.of(name, dtype, shape, MemorySegment.ofArray(data()));
        }
    }

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("safetensors");
    }

    @AfterProperty
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(SafetensorsPropertiesTest::delete);
        }
        Files.delete(folder);
    }

    @Property(tries = 60)
    void anyTensorsAreReadBackInWhateverOrderTheyCame(
            @ForAll("tensors") List<Tensor> tensors, @ForAll("metadata") Map<String, String> metadata)
            throws Exception {
        StoredFile stored = write("forwards", tensors, metadata);
        StoredFile again = write("backwards", tensors.reversed(), metadata);

        assertThat(again.sha256()).isEqualTo(stored.sha256()).isEqualTo(ContentHash.of(stored.path()));
        try (SafetensorsFile file = SafetensorsFile.open(stored.path())) {
            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.tensors()).hasSameSizeAs(tensors);
            for (Tensor tensor : tensors) {
                TensorInfo info = file.tensor(tensor.name());
                assertThat(info.dtype()).isEqualTo(tensor.dtype());
                assertThat(info.shape()).isEqualTo(tensor.shape());
                assertThat(info.offset() % tensor.dtype().bytes()).isZero();
                assertThat(file.data(tensor.name()).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(tensor.data());
            }
        }
    }

    /// Whatever happens to a file, opening it ends with the truth or with [InvalidSafetensors].
    @Property(tries = 200)
    void aDamagedFileIsReadOrRefusedAndNothingElse(@ForAll("tensors") List<Tensor> tensors, @ForAll long seed)
            throws Exception {
        Path path = write("damaged", tensors, Map.of()).path();
        byte[] bytes = Files.readAllBytes(path);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Files.write(path, random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorInfo tensor : file.tensors().values()) {
                assertThat(file.data(tensor.name()).byteSize()).isEqualTo(tensor.bytes());
            }
        } catch (InvalidSafetensors e) {
            assertThat(e).hasMessageStartingWith(path + ": ");
        }
    }

    @Provide
    Arbitrary<List<Tensor>> tensors() {
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("._\"\\ üß€")
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<List<Long>> shapes = Arbitraries.longs().between(0, 5).list().ofMaxSize(3);
        return Combinators.combine(names, Arbitraries.of(DType.values()), shapes, Arbitraries.longs())
                .as(Tensor::new)
                .list()
                .uniqueElements(Tensor::name)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Map<String, String>> metadata() {
        Arbitrary<String> texts = Arbitraries.strings().ascii().ofMaxLength(8);
        return Arbitraries.maps(texts, texts).ofMaxSize(3).map(Collections::unmodifiableMap);
    }

    private StoredFile write(String name, List<Tensor> tensors, Map<String, String> metadata) throws IOException {
        return SafetensorsWriter.write(
                folder.resolve(name), tensors.stream().map(Tensor::source).toList(), metadata);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
