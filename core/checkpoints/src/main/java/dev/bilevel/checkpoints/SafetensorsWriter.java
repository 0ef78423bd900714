package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes safetensors files: the same tensors give the same bytes, and they are the bytes that the reference
/// implementation writes. Tensors are laid out by format, largest elements first, then by name, so each is aligned.
public final class SafetensorsWriter {
    /// What transformers expects under `__metadata__`.
    public static final Map<String, String> PYTORCH = Map.of("format", "pt");

    private static final int ALIGNMENT = 8;

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
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            file.write(ByteBuffer.wrap(header));
            for (TensorSource tensor : ordered) {
                long before = file.bytes();
                tensor.content().writeTo(file);
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
                .sorted(order(TensorSource::dtype, TensorSource::name))
                .toList();
    }

    /// The order in which tensors are written.
    static <T> Comparator<T> order(Function<T, DType> dtype, Function<T, String> name) {
        return Comparator.comparing(dtype, Comparator.<DType>reverseOrder()).thenComparing(name);
    }

    private static byte[] header(List<TensorSource> tensors, Map<String, String> metadata) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        if (!metadata.isEmpty()) {
            StringJoiner entries = new StringJoiner(",", "{", "}");
            new TreeMap<>(metadata).forEach((key, value) -> entries.add(quoted(key) + ":" + quoted(value)));
            fields.add(quoted(Header.METADATA) + ":" + entries);
        }
        long offset = 0;
        for (TensorSource tensor : tensors) {
            long end = Math.addExact(offset, tensor.bytes());
            String shape = tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
            fields.add(quoted(tensor.name()) + ":{\"dtype\":\"" + tensor.dtype() + "\",\"shape\":[" + shape
                    + "],\"data_offsets\":[" + offset + "," + end + "]}");
            offset = end;
        }
        byte[] json = fields.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        if (padded.length > Header.LONGEST) {
            throw new IllegalArgumentException(
                    "the header has " + padded.length + " bytes, expected at most " + Header.LONGEST);
        }
        return padded;
    }

    /// A JSON string, escaped where it must be, and as serde_json does it.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
