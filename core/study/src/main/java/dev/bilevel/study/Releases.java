package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which files of a study may go, by its [Keep]. Pure, like the decisions, and apart from them: nothing here enters
/// the journal, since no decision depends on it.
///
/// | files | are kept |
/// | --- | --- |
/// | a fused model | while it is out, and while it is the best of its trial, its SWA, its last or its best single
/// checkpoint: the four that the verdict has scored on the holdout |
/// | a trial's checkpoints | until the trial is settled without being the best so far, or is beaten |
/// | of the best trial | to the end and beyond it: checkpoints and fused model; the baselines' models until the study
/// is over |
///
/// A trial or fusion that was beaten never wins again: values do not change, and of equals the earlier is the better.
/// So what is released once is never asked for again. Work that is delivered twice may make it again; the answer to
/// that work then decides nothing, and releases it again.
public final class Releases {
    private Releases() {}

    /// What may go once an event was taken in.
    ///
    /// @param before the state that the event met
    /// @param entries what [Decider#decide] made of it; empty for one that changes nothing
    public static List<FilesReleased> after(Optional<Study> before, Event event, List<JournalEntry> entries) {
        Optional<Study> after = before;
        for (JournalEntry entry : entries) {
            after = Optional.of(Study.evolve(after, entry));
        }
        return after.filter(study -> study.spec().keep() == Keep.BEST)
                .map(study -> released(before, study, event))
                .orElse(List.of());
    }

    /// Everything but what stays of a study that is over; empty where all of it stays.
    ///
    /// @throws IllegalStateException while the study goes on
    public static Optional<FilesReleased> atTheEnd(Study study) {
        if (!study.isOver()) {
            throw new IllegalStateException("study " + study.id() + " is not over");
        }
        return study.spec().keep() == Keep.BEST
                ? Optional.of(new FilesReleased(
                        study.id(),
                        study.id(),
                        study.best().map(Releases::lasting).orElse(List.of())))
                : Optional.empty();
    }

    private static List<FilesReleased> released(Optional<Study> before, Study after, Event event) {
        boolean endsHere = after.isOver() && !before.map(Study::isOver).orElse(false);
        return endsHere
                ? atTheEnd(after).stream().toList()
                : Decisions.touched(after, event)
                        .map(trial -> after.isOver() ? late(after, trial) : released(before, after, trial, event))
                        .orElse(List.of());
    }

    /// Work on a trial went on after its study was over.
    private static List<FilesReleased> late(Study over, Trial trial) {
        return List.of(whole(
                over,
                trial,
                over.best()
                        .filter(best -> isSame(best, trial))
                        .map(Releases::lasting)
                        .orElse(List.of())));
    }

    private static List<FilesReleased> released(Optional<Study> before, Study after, Trial trial, Event event) {
        if (!trial.isSettled()) {
            return fusions(before, after, trial, event);
        }
        if (after.best().filter(best -> isSame(best, trial)).isEmpty()) {
            return List.of(whole(after, trial, List.of()));
        }
        List<FilesReleased> released = new ArrayList<>(fusions(before, after, trial, event));
        before.flatMap(Study::best)
                .filter(former -> !isSame(former, trial))
                .ifPresent(former -> released.add(whole(after, former, List.of())));
        return released;
    }

    /// The models of this trial that fell behind just now, and the one that the event is about if it had done so
    /// before.
    private static List<FilesReleased> fusions(Optional<Study> before, Study after, Trial trial, Event event) {
        Set<Integer> were = before.flatMap(
                        study -> study.trial(trial.suggested().id()))
                .flatMap(Trial::innerLoop)
                .map(InnerLoop::contenders)
                .orElse(Set.of());
        return trial.innerLoop().stream()
                .flatMap(inner -> beaten(inner, inner.contenders()))
                .filter(fusion ->
                        were.contains(fusion.index()) || event.subject().equals(fusion.id()))
                .map(fusion -> new FilesReleased(after.id(), fusion.id(), List.of()))
                .toList();
    }

    private static Stream<Fusion> beaten(InnerLoop inner, Set<Integer> contenders) {
        return inner.fusions().stream().filter(fusion -> !contenders.contains(fusion.index()));
    }

    private static boolean isSame(Trial one, Trial other) {
        return one.suggested().index() == other.suggested().index();
    }

    private static FilesReleased whole(Study study, Trial trial, List<String> kept) {
        return new FilesReleased(study.id(), trial.suggested().id(), kept);
    }

    /// Of the best trial, for good: with its checkpoints it can be fused again, and without them nothing is won.
    private static List<String> lasting(Trial.Completed best) {
        return List.of(
                FilesReleased.trajectory(best.suggested().id()),
                best.inner().best().orElseThrow().id());
    }
}
