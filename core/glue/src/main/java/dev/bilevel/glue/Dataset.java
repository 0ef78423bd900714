package dev.bilevel.glue;

import java.util.List;

/// What a file held: its examples in file order, and the few lines that could not be read.
///
/// @param malformed a tolerable number of lines, see [GlueData]
public record Dataset(List<Example> examples, List<MalformedLine> malformed) {
    public Dataset {
        examples = List.copyOf(examples);
        malformed = List.copyOf(malformed);
    }
}
