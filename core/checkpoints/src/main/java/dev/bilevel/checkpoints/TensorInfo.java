package dev.bilevel.checkpoints;

import java.util.List;

/// What a file's header says about one tensor; validated, so the numbers agree with each other and with the file.
///
/// @param shape sizes of the dimensions, slowest first; empty for a scalar
/// @param offset of the first byte, from the beginning of the file
/// @param bytes length of the data: product of the shape × size of an element
public record TensorInfo(String name, DType dtype, List<Long> shape, long offset, long bytes) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /// How many numbers the tensor has; 1 for a scalar, 0 if a dimension is 0.
    public long elements() {
        return bytes / dtype.bytes();
    }
}
