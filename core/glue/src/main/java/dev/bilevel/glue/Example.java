package dev.bilevel.glue;

import java.util.Objects;
import java.util.Optional;

/// One line of a task's data.
///
/// @param first the only text, or the first of two, character for character as in the file
/// @param second the second text of a pair task
/// @param label the class index, or the STS-B score from 0 to 5
public record Example(String first, Optional<String> second, double label) {
    public Example {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        if (!(label >= 0 && Double.isFinite(label))) {
            throw new IllegalArgumentException("label: is " + label + ", expected a class index or a score");
        }
    }
}
