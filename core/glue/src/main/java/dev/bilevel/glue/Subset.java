package dev.bilevel.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A seeded sample without replacement: the part of train that the inner loop measures its loss on.
public final class Subset {
    private static final long PURPOSE = 2L << 32;

    private Subset() {}

    /// @param size how many; 0, or as many as there are, for all
    /// @return the sample in the order of `all`; the same on every machine and JDK
    public static List<Example> of(List<Example> all, int size, long seed) {
        if (size < 0) {
            throw new IllegalArgumentException("examples: is " + size + ", expected 0 for all, or how many");
        }
        if (size == 0 || size >= all.size()) {
            return List.copyOf(all);
        }
        List<Integer> indices =
                new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        SplitMix64.of(seed, PURPOSE).shuffle(indices);
        return indices.subList(0, size).stream().sorted().map(all::get).toList();
    }
}
