package dev.bilevel.checkpoints;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// A tensor that is about to be written: its description, and where its bytes come from when its turn comes.
///
/// @param name as it will stand in the file; not `__metadata__`
/// @param shape sizes of the dimensions, slowest first; empty for a scalar
public record TensorSource(String name, DType dtype, List<Long> shape, Content content) {

    /// Hands over a tensor's bytes, little-endian, in order, in pieces of any size. Called once.
    @FunctionalInterface
    public interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    /// Takes bytes; has copied them when it returns.
    @FunctionalInterface
    public interface Sink {
        void write(MemorySegment bytes) throws IOException;

        /// Takes what remains in a buffer.
        default void write(ByteBuffer bytes) throws IOException {
            write(MemorySegment.ofBuffer(bytes));
            bytes.position(bytes.limit());
        }
    }

    public TensorSource {
        if (name.equals(Header.METADATA)) {
            throw new IllegalArgumentException("name: is " + Header.METADATA + ", which is no tensor");
        }
        shape = List.copyOf(shape);
        Shapes.bytes(dtype, shape);
    }

    /// A tensor whose bytes lie in memory, for example in the buffer of a native array.
    ///
    /// @param data little-endian elements, exactly as many as the shape has
    public static TensorSource of(String name, DType dtype, List<Long> shape, MemorySegment data) {
        return new TensorSource(name, dtype, shape, sink -> sink.write(data));
    }

    /// A float32 tensor.
    public static TensorSource of(String name, List<Long> shape, float[] values) {
        return floats(name, DType.F32, shape, values);
    }

    /// A tensor of a floating format, encoded from float32, rounded to the nearest, ties to even.
    public static TensorSource floats(String name, DType dtype, List<Long> shape, float[] values) {
        return new TensorSource(name, dtype, shape, sink -> {
            ByteBuffer encoded = ByteBuffer.allocate(Math.multiplyExact(values.length, dtype.bytes()));
            FloatCodec.encode(dtype, values, values.length, encoded);
            sink.write(encoded.flip());
        });
    }

    /// How many bytes the content must hand over.
    public long bytes() {
        return Shapes.bytes(dtype, shape);
    }
}
