package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudyCompleted;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A study's state: what its journal adds up to. Immutable; [#evolve] is the only way from one state to the next.
///
/// @param nextSequence the sequence number of the next journal entry
/// @param trials by index
/// @param tried the trials' configurations
/// @param settled how many trials at the beginning of `trials` are settled without a gap
/// @param judging present once the outer loop is over
/// @param result present if and only if the status is COMPLETED
/// @param message why it failed or was cancelled
public record Study(
        String id,
        StudySpec spec,
        long nextSequence,
        Status status,
        PVector<Trial> trials,
        PSet<Configuration> tried,
        int settled,
        Optional<Judging> judging,
        Optional<StudyCompleted> result,
        Optional<String> message) {

    /// Where a study stands as a whole.
    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /// The state after one more journal entry.
    ///
    /// @param study empty before the first entry
    /// @throws IllegalStateException where the entry cannot follow: the journal is not this study's, or is damaged
    public static Study evolve(Optional<Study> study, JournalEntry entry) {
        return Evolution.evolve(study, entry);
    }

    static Study begin(String id, StudySpec spec) {
        return new Study(
                id,
                spec,
                1,
                Status.RUNNING,
                TreePVector.empty(),
                HashTreePSet.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The completed trial with the highest value; the earliest of equals.
    public Optional<Trial.Completed> best() {
        return trials.stream()
                .filter(Trial.Completed.class::isInstance)
                .map(Trial.Completed.class::cast)
                .max(Comparator.comparingDouble(Trial.Completed::value)
                        .thenComparing(trial -> trial.suggested().index(), Comparator.reverseOrder()));
    }

    /// How many trials ended without a value.
    public int failedTrials() {
        return (int) trials.stream().filter(Trial.Failed.class::isInstance).count();
    }

    /// Whether nothing more will be decided.
    public boolean isOver() {
        return status != Status.RUNNING;
    }

    /// Of a study that is over, what may still be asked, for whoever keeps many: whether a submission is this one, and
    /// which files of a late answer go ([Releases]). 4 MB of 71 where there were 10,000 trials of ten fusions; the
    /// journal has the rest.
    ///
    /// @throws IllegalStateException while the study goes on
    public Study condensed() {
        if (!isOver()) {
            throw new IllegalStateException("study " + id + " is not over");
        }
        int winner = best().map(best -> best.suggested().index()).orElse(-1);
        List<Trial> left = trials.stream()
                .map(trial -> trial.suggested().index() == winner ? trial : trial.condensed())
                .toList();
        return new Study(
                id,
                spec,
                nextSequence,
                status,
                TreePVector.from(left),
                HashTreePSet.empty(),
                settled,
                judging,
                result,
                message);
    }

    /// The same state as if the study had these settings.
    public Study under(StudySpec other) {
        return new Study(id, other, nextSequence, status, trials, tried, settled, judging, result, message);
    }

    Optional<Trial> trial(String trialId) {
        OptionalInt index = Ids.index(id, 't', trialId);
        return index.isPresent() && index.getAsInt() < trials.size()
                ? Optional.of(trials.get(index.getAsInt()))
                : Optional.empty();
    }

    Study at(long sequence) {
        return new Study(id, spec, sequence + 1, status, trials, tried, settled, judging, result, message);
    }

    Study with(Trial trial) {
        int index = trial.suggested().index();
        boolean isNew = index == trials.size();
        PVector<Trial> next = isNew ? trials.plus(trial) : trials.with(index, trial);
        PSet<Configuration> known = isNew ? tried.plus(trial.suggested().configuration()) : tried;
        int prefix = settled;
        while (prefix < next.size() && next.get(prefix).isSettled()) {
            prefix++;
        }
        return new Study(id, spec, nextSequence, status, next, known, prefix, judging, result, message);
    }

    Study with(Judging next) {
        return new Study(id, spec, nextSequence, status, trials, tried, settled, Optional.of(next), result, message);
    }

    Study completed(StudyCompleted completed) {
        return new Study(
                id,
                spec,
                nextSequence,
                Status.COMPLETED,
                trials,
                tried,
                settled,
                judging,
                Optional.of(completed),
                Optional.empty());
    }

    Study ended(Status end, String reason) {
        return new Study(
                id, spec, nextSequence, end, trials, tried, settled, judging, Optional.empty(), Optional.of(reason));
    }
}
