package dev.bilevel.events;

/// How to score a model.
///
/// @param examples score a seeded subset of this many; 0 means the whole split
/// @param seed of that subset
public record ScoringOrder(ModelSource model, DataSource data, Compute compute, Split split, int examples, long seed) {
    public ScoringOrder {
        Check.present("model", model);
        Check.present("data", data);
        Check.present("compute", compute);
        Check.present("split", split);
        Check.atLeast("examples", examples, 0);
    }
}
