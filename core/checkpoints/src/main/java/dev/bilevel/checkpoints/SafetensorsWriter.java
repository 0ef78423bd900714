package dev.bilevel.checkpoints;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes safetensors files: the same tensors give the same bytes, and they are the bytes that the reference
/// implementation writes. Tensors are laid out by format, largest elements first, then by name, so each is aligned.
public final class SafetensorsWriter {
    /// What transformers expects under `__metadata__`.
    public static final Map<String, String> PYTORCH = Map.of("format", "pt");

    private static final int ALIGNMENT = 8;
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsWriter() {}

    /// Writes a file beside `target`, syncs it, and moves it into place; missing folders are made. If this throws,
    /// nothing is left and an earlier file under that name is as it was.
    ///
    /// @param metadata for `__metadata__`, written sorted; none if empty
    /// @throws IllegalArgumentException if two tensors share a name, or one hands over too few or too many bytes
    public static StoredFile write(Path target, List<TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        List<TensorSource> ordered = ordered(tensors);
        byte[] header = header(ordered, metadata);
        try (HashedFile file = new HashedFile(target)) {
            MemorySegment length = MemorySegment.ofArray(new byte[Long.BYTES]);
            length.set(LENGTH, 0, header.length);
            file.write(length);
            file.write(MemorySegment.ofArray(header));
            for (TensorSource tensor : ordered) {
                long before = file.bytes();
                tensor.content().writeTo(file::write);
                if (file.bytes() - before != tensor.bytes()) {
                    throw new IllegalArgumentException("tensor " + Names.shown(tensor.name()) + ": handed over "
                            + (file.bytes() - before) + " bytes, expected " + tensor.bytes() + " for shape "
                            + tensor.shape() + " of " + tensor.dtype());
                }
            }
            return file.commit();
        }
    }

    private static List<TensorSource> ordered(List<TensorSource> tensors) {
        Set<String> names = new HashSet<>();
        for (TensorSource tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors are named " + Names.shown(tensor.name()));
            }
        }
        return tensors.stream()
                .sorted(Comparator.comparing(TensorSource::dtype, Comparator.reverseOrder())
                        .thenComparing(TensorSource::name))
                .toList();
    }

    private static byte[] header(List<TensorSource> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(Header.METADATA);
                for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (TensorSource tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeFieldName("shape");
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                json.writeArray(shape, 0, shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, Math.addExact(offset, tensor.bytes())}, 0, 2);
                json.writeEndObject();
                offset += tensor.bytes();
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        if (bytes.size() > Header.LONGEST) {
            throw new IllegalArgumentException(
                    "the header has " + bytes.size() + " bytes, expected at most " + Header.LONGEST);
        }
        return bytes.toByteArray();
    }
}
