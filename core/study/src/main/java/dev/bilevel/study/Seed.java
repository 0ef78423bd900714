package dev.bilevel.study;

import dev.bilevel.bayesopt.Seeds;

/// Seeds of a study's parts, derived and never ambient.
final class Seed {
    /// Seeds stay below 2⁵³, so that a trainer in any language reads them from JSON as they are.
    static final long LARGEST = (1L << 53) - 1;

    private Seed() {}

    static long of(StudySpec spec, Object... path) {
        return Seeds.derive(spec.seed(), path) & LARGEST;
    }
}
