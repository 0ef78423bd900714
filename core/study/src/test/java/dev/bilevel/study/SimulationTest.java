package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Schedules of a study that learns from its results; [SchedulesTest] runs many more, of studies that do not.
class SimulationTest {
    private static final int SCHEDULES = 24;

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
}
