package dev.bilevel.checkpoints;

import java.util.List;

/// Arithmetic on shapes.
final class Shapes {
    private Shapes() {}

    /// The bytes that a tensor's data take.
    ///
    /// @throws ArithmeticException if that is more than a `long` holds, whichever dimension comes first: a 0 among
    ///     the sizes does not excuse an absurd product of the others
    static long bytes(DType dtype, List<Long> shape) {
        long product = dtype.bytes();
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape: is " + shape + ", expected no negative size");
            }
            empty |= size == 0;
            product = Math.multiplyExact(product, Math.max(size, 1));
        }
        return empty ? 0 : product;
    }
}
