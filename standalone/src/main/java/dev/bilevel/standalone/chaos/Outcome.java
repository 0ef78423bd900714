package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.journal.JournalFile;
import dev.bilevel.study.Schedule;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.journal.Agreement;
import dev.bilevel.study.journal.Parting;
import dev.bilevel.study.journal.Verification;

import java.nio.file.Path;

/// How the journal of a disturbed study stands to that of an undisturbed one.
public sealed interface Outcome {
    /// Every decision is the deciders' own, and the same as in the undisturbed study.
    record Equal(long decisions) implements Outcome {}

    /// Every decision is the deciders' own. Which they are depends on who finishes first, by the spec's own wish.
    record Verified(long decisions) implements Outcome {}

    /// They part, or the disturbed one is wrong in itself.
    record Differs(String where) implements Outcome {}

    /// Whether a study of this spec decides the same whenever it is run.
    static boolean repeats(StudySpec spec) {
        return spec.outer().schedule() == Schedule.DETERMINISTIC || spec.outer().parallelism() == 1;
    }

    /// Compares them.
    ///
    /// @param file of the disturbed one
    static Outcome of(Recorded undisturbed, Path file) {
        try (Verification verification = new Verification()) {
            Verification.Outcome verdict = new JournalFile(file)
                    .read((number, entry, _) -> verification.take(number, entry), _ -> verification.outcome());
            return switch (verdict) {
                case Verification.Outcome.Verified verified -> of(undisturbed, Recorded.read(file), verified);
                case Verification.Outcome.Differs differs ->
                    new Differs("the disturbed study's decisions are not the deciders': "
                            + differs.first().message());
                case Verification.Outcome.OtherAlgorithm other ->
                    new Differs("the disturbed study was decided by " + other.needed());
            };
        }
    }

    private static Outcome of(Recorded undisturbed, Recorded disturbed, Verification.Outcome.Verified verified) {
        if (!repeats(disturbed.study().spec())) {
            return new Verified(verified.decisions());
        }
        return switch (Agreement.between(undisturbed.entries(), disturbed.entries())) {
            case Agreement.Outcome.Equal equal -> new Equal(equal.decisions());
            case Agreement.Outcome.Differs differs -> new Differs(where(differs.first()));
            case Agreement.Outcome.Repeated repeated ->
                new Differs(repeated.about() + " was decided twice, again at sequence " + repeated.sequence());
        };
    }

    private static String where(Parting first) {
        return first.about() + ", " + first.field() + ": undisturbed " + first.one() + at(first.oneSequence())
                + ", disturbed " + first.other() + at(first.otherSequence());
    }

    private static String at(Long sequence) {
        return sequence == null ? "" : " (sequence " + sequence + ")";
    }
}
