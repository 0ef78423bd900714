package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.stack.Part;

import java.util.List;
import java.util.stream.Collectors;

/// What is killed at one moment of a study.
///
/// @param entry how many entries the journal must have
/// @param delayMs how long after that, in milliseconds: in the middle of whatever follows from the entry
/// @param until how many entries the journal may have while a moment is waited for
/// @param victims one part, or two that are killed before either is started again
public record Strike(int entry, int delayMs, int until, Manner manner, List<Part> victims) {
    /// How.
    public enum Manner {
        /// SIGKILL; started again at once, where it was.
        KILLED,
        /// The same, and again as soon as it is ready.
        TWICE,
        /// SIGKILL, and what it keeps on disk is deleted before it is started again.
        WIPED,
        /// The trainer, while it saves a checkpoint.
        MID_SAVE,
        /// The fusion service, when a model is written and nobody has been told.
        UNPUBLISHED,
        /// The optimizer between consuming and committing, or the broker while that is so.
        MID_TRANSACTION;

        /// Whether a moment is waited for.
        boolean waits() {
            return switch (this) {
                case KILLED, TWICE, WIPED -> false;
                case MID_SAVE, UNPUBLISHED, MID_TRANSACTION -> true;
            };
        }
    }

    public Strike {
        victims = List.copyOf(victims);
    }

    /// How many kills it counts for.
    public int kills() {
        return manner == Manner.TWICE ? 2 * victims.size() : victims.size();
    }

    /// Who is killed, for people: `kafka and fusion together`.
    public String who() {
        String names = victims.stream().map(Part::toString).collect(Collectors.joining(" and "));
        return victims.size() > 1 ? names + " together" : names;
    }

    /// Who is killed, and how: `trainer, in the middle of saving a checkpoint`.
    public String what() {
        return who()
                + switch (manner) {
                    case KILLED -> "";
                    case TWICE -> " twice in a row";
                    case WIPED -> ", its data deleted";
                    case MID_SAVE -> ", in the middle of saving a checkpoint";
                    case UNPUBLISHED -> ", a model written and not published";
                    case MID_TRANSACTION -> ", in the middle of a transaction";
                };
    }
}
