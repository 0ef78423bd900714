package dev.bilevel.glue;

import java.util.List;

/// What remains of train, and what was carved off it, see [Carving].
public record Carved(List<Example> train, List<Example> validation) {
    public Carved {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }
}
