package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudySubmitted;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Studies that delete as they go, under many schedules. `-Dbilevel.schedules=10000` runs that many.
class StoreSimulationTest {
    private static final long SCHEDULES = Long.getLong("bilevel.schedules", 150);

    @Test
    void aStudyThatKeepsItsBestDecidesAsOneThatKeepsAllAndLeavesOnlyItsWinner() {
        seeds().forEach(seed -> {
            int fails = List.of(0, 80, 400).get((int) (seed % 3));
            StudySubmitted submitted = submitted(seed, "best", "deterministic");
            StoreSimulation all = run(submitted(seed, "all", "deterministic"), fails, seed, 0, OptionalInt.empty());
            StoreSimulation best = run(submitted, fails, seed, 150, OptionalInt.empty());

            assertThat(decided(best)).as("seed %d", seed).isEqualTo(decided(all));
            assertThat(best.store.ids()).as("seed %d", seed).isEqualTo(lasting(best));
            assertThat(all.store.ids()).as("seed %d", seed).containsAll(best.store.ids());
        });
    }

    @Test
    void aGreedyStudyLeavesOnlyItsWinnerToo() {
        seeds().forEach(seed -> {
            StoreSimulation best = run(submitted(seed, "best", "greedy"), 80, seed, 150, OptionalInt.empty());

            assertThat(best.store.ids()).as("seed %d", seed).isEqualTo(lasting(best));
        });
    }

    @Test
    void aCancelledStudyLeavesTheBestTrialSoFarWhateverWasStillOnItsWay() {
        seeds().forEach(seed -> {
            OptionalInt cancel = OptionalInt.of(new SplittableRandom(seed).nextInt(200));
            StoreSimulation best = run(submitted(seed, "best", "deterministic"), 80, seed, 150, cancel);

            assertThat(best.store.ids()).as("seed %d", seed).isEqualTo(lasting(best));
        });
    }

    @Test
    void aStudyThatKeepsAllNeverReleasesAnything() {
        StoreSimulation all = run(submitted(0, "all", "deterministic"), 0, 1, 150, OptionalInt.empty());

        assertThat(all.store.ids()).hasSize(6 * (1 + 8));
    }

    @Test
    void modelsThatAreBeatenGoBeforeTheInnerLoopIsOver() {
        long most = seeds().map(
                        seed -> run(submitted(0, "best", "deterministic"), 0, seed, 0, OptionalInt.empty()).mostModels)
                .max()
                .orElseThrow();

        assertThat(most).as("of 8").isBetween(4L, 7L);
    }

    private static LongStream seeds() {
        return LongStream.range(0, SCHEDULES).parallel();
    }

    private static StudySubmitted submitted(long seed, String keep, String schedule) {
        SplittableRandom random = new SplittableRandom(~seed);
        String yaml = Specs.SMALL
                .replace("acquisition: ei", "acquisition: random")
                .replace("parallelism: 1", "parallelism: " + (1 + random.nextInt(4)) + "\n  schedule: " + schedule)
                .replace(
                        "{acquisition: ucb, fusions: 6, examples: 64}",
                        "{acquisition: random, fusions: 8, parallelism: " + (1 + random.nextInt(3)) + "}");
        return Specs.submitted("s", yaml + "keep: " + keep + "\n");
    }

    private static StoreSimulation run(
            StudySubmitted submitted, int failPerMille, long seed, int repeatPerMille, OptionalInt cancelAfter) {
        StoreSimulation simulation = new StoreSimulation(new SimulatedWorkers(failPerMille), seed, repeatPerMille);
        simulation.run(submitted, cancelAfter);
        return simulation;
    }

    private static Set<Event> decided(StoreSimulation simulation) {
        Set<Event> decided = new HashSet<>();
        simulation.journal.stream()
                .filter(entry -> entry.role() == JournalEntry.Role.DECISION)
                .forEach(entry -> decided.add(entry.event()));
        return decided;
    }

    /// What a user expects to find: the best trial's checkpoints and its fused model.
    private static Set<String> lasting(StoreSimulation simulation) {
        Study over = simulation.study.orElseThrow();
        assertThat(over.isOver()).isTrue();
        return over.best()
                .map(best -> Set.of(
                        FilesReleased.trajectory(best.suggested().id()),
                        best.inner().best().orElseThrow().id()))
                .<Set<String>>map(TreeSet::new)
                .orElse(Set.of());
    }
}
