package dev.bilevel.standalone.chaos;

/// What a strike found its victim at.
public sealed interface Hit {
    /// Whatever it was at: the strike waited for nothing.
    record Anything() implements Hit {}

    /// The moment that the strike waited for: it was there when the victim died.
    ///
    /// @param seen of it, for people
    record InTheMoment(String seen) implements Hit {}

    /// The moment did not come in time, and the victim was killed all the same.
    ///
    /// @param why for people
    record Missed(String why) implements Hit {}
}
