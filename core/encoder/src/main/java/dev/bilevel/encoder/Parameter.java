package dev.bilevel.encoder;

import java.util.List;
import java.util.OptionalInt;

/// One tensor of a model.
///
/// @param name in a transformers classifier
/// @param head whether it belongs to the head, which a pretrained file may lack
/// @param depth 0 for the embeddings, i for the i-th layer, one more for the head
/// @param zeroRow the row of an embedding that stands for padding and starts as zeros
record Parameter(String name, List<Long> shape, Start start, boolean head, int depth, OptionalInt zeroRow) {

    /// What a tensor holds before training, as transformers' `_init_weights` has it.
    enum Start {
        /// Normal around 0 with the config's `initializer_range`.
        NORMAL,
        ZEROS,
        ONES
    }

    Parameter {
        shape = List.copyOf(shape);
    }

    Parameter named(String other) {
        return new Parameter(other, shape, start, head, depth, zeroRow);
    }

    /// Whether it is a matrix or a table: what weight decay is for.
    boolean matrix() {
        return shape.size() > 1;
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
