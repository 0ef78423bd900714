package dev.bilevel.study;

/// When a level may make its next suggestion while earlier ones are still out.
public enum Schedule {
    /// Suggestion i is made from exactly the results of 0 … i−q, where q is the level's parallelism. Whoever finishes
    /// first, and whatever crashes in between, the suggestions are the same.
    DETERMINISTIC,
    /// Suggestion i is made as soon as fewer than q are out, from whatever results have come. Uses the workers
    /// better; the suggestions then depend on who finishes first. The journal tells the order, so they can still be
    /// verified.
    GREEDY
}
