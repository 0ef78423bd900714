package dev.bilevel.study;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Many schedules of one study. A failing one names its seed in the assertion, and runs again by it alone.
class SimulationTest {
    private static final int SCHEDULES = 24;

    @ParameterizedTest
    @ValueSource(strings = {"deterministic", "greedy"})
    void everyScheduleKeepsTheInvariants(String schedule) {
        StudySubmitted submitted = Specs.submitted(
                "s",
                parallel(3)
                        .replace("acquisition: ei", "acquisition: random")
                        .replace("acquisition: ucb", "acquisition: random")
                        .replace("trials: 6", "trials: 12\n  schedule: " + schedule));

        LongStream.range(0, 20 * SCHEDULES).forEach(seed -> {
            List<JournalEntry> journal = Simulation.run(submitted, new SimulatedWorkers(80), seed);
            Invariants.check("seed " + seed, journal);
        });
    }

    @Test
    void everyScheduleOfAParallelStudyDecidesTheSame() {
        StudySubmitted submitted = Specs.submitted("s", parallel(3));
        SimulatedWorkers workers = new SimulatedWorkers(50);
        Set<Event> expected = decisions(Simulation.run(submitted, workers, 0));

        LongStream.range(1, SCHEDULES)
                .forEach(seed -> assertThat(decisions(Simulation.run(submitted, workers, seed)))
                        .as("seed %d", seed)
                        .isEqualTo(expected));
    }

    @Test
    void theDecisionsDoNotDependOnTheStudysId() {
        SimulatedWorkers workers = new SimulatedWorkers(0);
        List<JournalEntry> one = Simulation.run(Specs.submitted("one", Specs.SMALL), workers, 1);
        List<JournalEntry> other = Simulation.run(Specs.submitted("two", Specs.SMALL), workers, 2);

        assertThat(params(other)).isEqualTo(params(one));
    }

    private static String parallel(int q) {
        return Specs.SMALL
                .replace("parallelism: 1", "parallelism: " + q)
                .replace("examples: 64", "examples: 64, parallelism: 2");
    }

    private static Set<Event> decisions(List<JournalEntry> journal) {
        Set<Event> decisions = new HashSet<>();
        journal.stream().filter(entry -> entry.role() == Role.DECISION).forEach(entry -> decisions.add(entry.event()));
        return decisions;
    }

    private static List<Object> params(List<JournalEntry> journal) {
        return journal.stream()
                .map(JournalEntry::event)
                .filter(event -> event instanceof TrialSuggested || event instanceof FusionSuggested)
                .map(event -> event instanceof TrialSuggested trial
                        ? (Object) List.of(
                                trial.params(), trial.why(), trial.training().seed())
                        : List.of(((FusionSuggested) event).weights(), ((FusionSuggested) event).why()))
                .toList();
    }

    /// What holds for every journal, whatever happened.
    private static final class Invariants {
        static void check(String seed, List<JournalEntry> journal) {
            sequenceHasNoGap(seed, journal);
            nothingIsObservedTwice(seed, journal);
            noSuggestionIsMadeTwiceOrSeesTheFuture(seed, journal);
            theStudyEnds(seed, journal);
        }

        private static void sequenceHasNoGap(String seed, List<JournalEntry> journal) {
            for (int i = 0; i < journal.size(); i++) {
                assertThat(journal.get(i).sequence()).as(seed).isEqualTo(i);
            }
        }

        private static void nothingIsObservedTwice(String seed, List<JournalEntry> journal) {
            List<String> observed = journal.stream()
                    .filter(entry -> entry.role() == Role.OBSERVATION)
                    .map(JournalEntry::event)
                    .map(event -> event.getClass().getSimpleName() + " " + event.subject()
                            + (event instanceof CheckpointSaved saved
                                    ? saved.checkpoint().index()
                                    : ""))
                    .toList();
            assertThat(observed).as(seed).doesNotHaveDuplicates();
        }

        private static void noSuggestionIsMadeTwiceOrSeesTheFuture(String seed, List<JournalEntry> journal) {
            Map<String, Integer> settledAt = new HashMap<>();
            Set<String> suggested = new HashSet<>();
            int trials = 0;
            for (JournalEntry entry : journal) {
                if (entry.event() instanceof TrialSuggested trial) {
                    assertThat(suggested.add(trial.trialId())).as(seed).isTrue();
                    trials++;
                    trial.why()
                            .observed()
                            .forEach(index -> assertThat(settledAt)
                                    .as("%s: trial %d saw trial %d", seed, trial.trial(), index)
                                    .containsKey(Ids.trial(trial.studyId(), index)));
                    assertThat(trial.why().observed().size()
                                    + trial.why().pending().size())
                            .as(seed)
                            .isEqualTo(trial.trial());
                }
                switch (entry.event().getClass().getSimpleName()) {
                    case "TrialCompleted", "TrialFailed", "ScoringFailed" ->
                        settledAt.put(trialOf(entry.event()), trials);
                    default -> {}
                }
            }
            assertThat(trials).as(seed).isLessThanOrEqualTo(12);
        }

        private static String trialOf(Event event) {
            return event.subject().split("\\.", 3)[0] + "." + event.subject().split("\\.", 3)[1];
        }

        private static void theStudyEnds(String seed, List<JournalEntry> journal) {
            Event last = journal.getLast().event();
            assertThat(last instanceof StudyCompleted || last instanceof StudyFailed)
                    .as("%s: ends with %s", seed, last)
                    .isTrue();
            assertThat(Simulation.replay(journal).orElseThrow().isOver())
                    .as(seed)
                    .isTrue();
        }
    }
}
