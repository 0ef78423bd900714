package dev.bilevel.study;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Indices;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What holds for every journal of a study that ended, whatever happened on the way.
record Invariants(StudySpec spec, List<JournalEntry> journal) {

    void check() {
        theSequenceHasNoGap();
        nothingIsObservedTwice();
        theBudgetIsKept();
        noTrialKnowsMoreThanItSays();
        everyFusionIsWaitedForAndTheBestIsSelected();
        nothingFailsThatNoWorkerFailed();
        theStudyEnds();
        theBestTrialWins();
        everyDecisionIsComputed();
    }

    private void everyDecisionIsComputed() {
        assertThat(journal.getLast().event().toString()).doesNotContain(Decider.UNDECIDED);
    }

    private void theSequenceHasNoGap() {
        for (int i = 0; i < journal.size(); i++) {
            assertThat(journal.get(i).sequence()).isEqualTo(i);
        }
    }

    private void nothingIsObservedTwice() {
        assertThat(journal.stream()
                        .filter(entry -> entry.role() == Role.OBSERVATION)
                        .map(entry -> name(entry.event())))
                .doesNotHaveDuplicates();
    }

    private void theBudgetIsKept() {
        List<Event> events = journal.stream().map(JournalEntry::event).toList();
        List<String> suggested = events.stream()
                .filter(event -> event instanceof TrialSuggested || event instanceof FusionSuggested)
                .map(Event::subject)
                .toList();
        assertThat(suggested).doesNotHaveDuplicates();
        assertThat(events.stream().filter(TrialSuggested.class::isInstance).count())
                .isEqualTo(spec.outer().trials());
        events.stream()
                .filter(FusionSuggested.class::isInstance)
                .map(FusionSuggested.class::cast)
                .forEach(fusion ->
                        assertThat(fusion.fusion()).isLessThan(spec.inner().fusions()));
    }

    /// A suggestion names the trials whose results it was made from. They have their results by then; under the
    /// deterministic schedule they are exactly those that the schedule declares, under the greedy one all that have
    /// theirs. No more trials are out than may be at once.
    private void noTrialKnowsMoreThanItSays() {
        Set<String> settled = new HashSet<>();
        for (JournalEntry entry : journal) {
            switch (entry.event()) {
                case TrialSuggested trial -> {
                    Indices observed = trial.why().observed();
                    observed.forEach(index -> assertThat(settled).contains(Ids.trial(trial.studyId(), index)));
                    assertThat(observed.size() + trial.why().pending().size()).isEqualTo(trial.trial());
                    if (spec.outer().schedule() == Schedule.DETERMINISTIC) {
                        int declared = Math.max(0, trial.trial() - spec.outer().parallelism() + 1);
                        assertThat(observed).isEqualTo(Indices.below(declared));
                    } else {
                        assertThat(observed.size()).isEqualTo(settled.size());
                    }
                    assertThat(trial.why().pending().size())
                            .isLessThan(spec.outer().parallelism());
                }
                case TrialCompleted completed -> settled.add(completed.trialId());
                case TrialFailed failed -> settled.add(failed.trialId());
                case ScoringFailed failed when failed.split() == Split.VALIDATION -> settled.add(failed.trialId());
                default -> {}
            }
        }
    }

    private void everyFusionIsWaitedForAndTheBestIsSelected() {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, Double> least = new HashMap<>();
        for (JournalEntry entry : journal) {
            switch (entry.event()) {
                case FusionSuggested fusion -> waiting.merge(fusion.trialId(), 1, Integer::sum);
                case FusionFailed failed -> waiting.merge(failed.trialId(), -1, Integer::sum);
                case ScoringFailed failed
                when failed.split() == Split.TRAIN -> waiting.merge(failed.trialId(), -1, Integer::sum);
                case ModelScored scored
                when scored.split() == Split.TRAIN -> {
                    waiting.merge(scored.trialId(), -1, Integer::sum);
                    least.merge(scored.trialId(), scored.loss(), Math::min);
                }
                case FusionSelected selected -> {
                    assertThat(waiting).containsEntry(selected.trialId(), 0);
                    assertThat(selected.fusions()).isEqualTo(spec.inner().fusions());
                    assertThat(least).containsEntry(selected.trialId(), selected.loss());
                }
                case TrialFailed failed ->
                    assertThat(waiting.getOrDefault(failed.trialId(), 0)).isZero();
                default -> {}
            }
        }
    }

    private void nothingFailsThatNoWorkerFailed() {
        Set<String> failing = new HashSet<>();
        for (JournalEntry entry : journal) {
            switch (entry.event()) {
                case FusionFailed failed -> failing.add(failed.trialId());
                case ScoringFailed failed -> failing.add(failed.trialId());
                case TrialFailed failed when entry.role() == Role.OBSERVATION -> failing.add(failed.trialId());
                case TrialFailed failed -> assertThat(failing).contains(failed.trialId());
                case StudyFailed _ -> assertThat(failing).isNotEmpty();
                default -> {}
            }
        }
    }

    /// The first of those with the highest value.
    private void theBestTrialWins() {
        if (!(journal.getLast().event() instanceof StudyCompleted completed)) {
            return;
        }
        TrialCompleted best = journal.stream()
                .map(JournalEntry::event)
                .filter(TrialCompleted.class::isInstance)
                .map(TrialCompleted.class::cast)
                .min(Comparator.comparingDouble(TrialCompleted::value)
                        .reversed()
                        .thenComparingInt(TrialCompleted::trial))
                .orElseThrow();
        assertThat(completed.trial()).isEqualTo(best.trial());
        assertThat(completed.validation()).isEqualTo(best.value());
    }

    private void theStudyEnds() {
        assertThat(journal.getLast().event()).isInstanceOfAny(StudyCompleted.class, StudyFailed.class);
        assertThat(Simulation.replay(journal).orElseThrow().isOver()).isTrue();
    }

    /// The checkpoints of a trial share its id.
    private static String name(Event event) {
        return event.getClass().getSimpleName() + " " + event.subject()
                + (event instanceof CheckpointSaved saved
                        ? " " + saved.checkpoint().index()
                        : "");
    }
}
