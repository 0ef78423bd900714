package dev.bilevel.glue;

import java.util.Objects;
import java.util.Optional;

/// One line of a task's data.
///
/// @param first the only text, or the first of two, character for character as in the file
/// @param second the second text of a pair task
/// @param label the class index, or the score: 0 to 5 in STS-B, any finite number in a task of one's own
public record Example(String first, Optional<String> second, double label) {
    public Example {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("label: is " + label + ", expected a class index or a score");
        }
    }
}
