package dev.bilevel.study.journal;

import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Study;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Recomputes what the deciders say to every entry of a journal, and compares to the bit.
///
/// A decision is right if it is what the state before it calls for; an observation, if that state calls for no decision
/// and takes it in. States are immutable, so entries are checked on all cores while the fold goes on with what the
/// journal says. One thread takes; closing gives the cores back.
public final class Verification implements AutoCloseable {
    /// Checks that may wait at once: each holds on to a state, which shares all but its newest trial with the others.
    private static final int AHEAD = 256;

    private final Replay replay = new Replay();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().factory());
    private final Semaphore room = new Semaphore(AHEAD);
    private final ConcurrentSkipListSet<Difference> differences =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(Difference::sequence));
    private final AtomicReference<RuntimeException> defect = new AtomicReference<>();
    private Optional<Outcome> otherAlgorithm = Optional.empty();
    private long decisions;
    private long suggestions;

    /// What came of it.
    public sealed interface Outcome {
        /// Everything is as the deciders say.
        ///
        /// @param decisions how many were recomputed
        /// @param suggestions how many of them were suggestions of a level
        /// @param study the state at the end
        record Verified(long decisions, long suggestions, Study study) implements Outcome {}

        /// An entry is not.
        record Differs(Difference first) implements Outcome {}

        /// The journal was decided by another version of the suggestion algorithm than [Suggester#ALGORITHM].
        record OtherAlgorithm(long sequence, String needed) implements Outcome {}
    }

    /// Takes the next entry. Once a difference is known, later entries are passed over.
    ///
    /// @param number of its line, from 1
    /// @throws UnreadableJournal where it cannot follow those before it
    public void take(long number, JournalEntry entry) throws UnreadableJournal {
        if (isDecided()) {
            return;
        }
        Optional<Explanation> why = why(entry.event());
        if (why.isPresent() && !why.get().algorithm().equals(Suggester.ALGORITHM)) {
            otherAlgorithm = Optional.of(
                    new Outcome.OtherAlgorithm(entry.sequence(), why.get().algorithm()));
            return;
        }
        decisions += entry.role() == Role.DECISION ? 1 : 0;
        suggestions += why.isPresent() ? 1 : 0;
        check(replay.study(), replay.cause(), entry);
        try {
            replay.take(number, entry);
        } catch (UnreadableJournal e) {
            // A decision that cannot follow is, first of all, another one than the deciders'.
            awaitChecks();
            if (differences.isEmpty()) {
                throw e;
            }
        }
    }

    /// What came of it, when every entry was taken.
    ///
    /// @throws UnreadableJournal where decisions that follow from the last observation are missing: both are always
    ///     written together
    public Outcome outcome() throws UnreadableJournal {
        awaitChecks();
        if (!differences.isEmpty()) {
            return new Outcome.Differs(differences.first());
        }
        if (otherAlgorithm.isPresent()) {
            return otherAlgorithm.get();
        }
        replay.requireWhole();
        return new Outcome.Verified(decisions, suggestions, replay.study().orElseThrow());
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private boolean isDecided() {
        return otherAlgorithm.isPresent() || !differences.isEmpty() || defect.get() != null;
    }

    private void check(Optional<Study> before, Optional<Event> cause, JournalEntry entry) {
        room.acquireUninterruptibly();
        workers.execute(() -> {
            try {
                compare(before, cause, entry).ifPresent(differences::add);
            } catch (RuntimeException e) {
                defect.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    private static Optional<Difference> compare(Optional<Study> before, Optional<Event> cause, JournalEntry entry) {
        Optional<Event> expected =
                before.flatMap(state -> cause.flatMap(observation -> Decider.next(state, observation)));
        if (entry.role() == Role.OBSERVATION && expected.isPresent() && isSameKind(expected.get(), entry.event())) {
            return Optional.of(Difference.ofRole(entry));
        }
        Optional<Event> found = entry.role() == Role.DECISION ? Optional.of(entry.event()) : Optional.empty();
        return Difference.between(entry.sequence(), expected, found)
                .or(() -> found.isPresent() || Decider.admits(before, entry.event())
                        ? Optional.empty()
                        : Optional.of(Difference.notAdmitted(entry)));
    }

    private static boolean isSameKind(Event one, Event other) {
        return one.getClass() == other.getClass() && one.subject().equals(other.subject());
    }

    private void awaitChecks() {
        room.acquireUninterruptibly(AHEAD);
        room.release(AHEAD);
        if (defect.get() != null) {
            throw new IllegalStateException("a check failed", defect.get());
        }
    }

    private static Optional<Explanation> why(Event event) {
        return switch (event) {
            case TrialSuggested trial -> Optional.of(trial.why());
            case FusionSuggested fusion -> Optional.of(fusion.why());
            default -> Optional.empty();
        };
    }
}
