package dev.bilevel.bayesopt;

import java.util.List;

/// How a level begins: the points given, in their order, then scrambled Sobol points, until `size` suggestions were
/// made in all. All given points are suggested even where there are more than `size`.
public record Design(List<Configuration> given, int size) {
    public Design {
        given = List.copyOf(given);
        if (size < 0) {
            throw new IllegalArgumentException("design.size: is " + size + ", expected at least 0");
        }
    }

    /// The middle of the space, then Sobol points.
    public static Design centreFirst(Space space, int size) {
        return new Design(List.of(space.centre()), size);
    }

    /// Sobol points only.
    public static Design sobol(int size) {
        return new Design(List.of(), size);
    }
}
