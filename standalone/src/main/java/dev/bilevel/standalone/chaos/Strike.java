package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.stack.Part;

import java.util.List;
import java.util.stream.Collectors;

/// What is killed at one moment of a study.
///
/// @param entry how many entries the journal must have
/// @param delayMs how long after that, in milliseconds: in the middle of whatever follows from the entry
/// @param victims one part, or two that are killed before either is started again
public record Strike(int entry, int delayMs, Manner manner, List<Part> victims) {
    /// How.
    public enum Manner {
        /// SIGKILL; started again at once, where it was.
        KILLED,
        /// The same, and again as soon as it is ready.
        TWICE,
        /// SIGKILL, and what it keeps on disk is deleted before it is started again.
        WIPED
    }

    public Strike {
        victims = List.copyOf(victims);
    }

    /// How many kills it counts for.
    public int kills() {
        return manner == Manner.TWICE ? 2 * victims.size() : victims.size();
    }

    /// For people: `kafka and fusion together`.
    public String what() {
        String names = victims.stream().map(Part::toString).collect(Collectors.joining(" and "));
        String together = victims.size() > 1 ? names + " together" : names;
        return switch (manner) {
            case KILLED -> together;
            case TWICE -> together + " twice in a row";
            case WIPED -> together + ", its data deleted";
        };
    }
}
