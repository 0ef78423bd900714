package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Ten thousand studies, each under a seeded schedule: workers finish in any order, fail, say things twice, and the
/// optimizer starts anew from its journal. `-Dbilevel.schedules=…` runs another number, `-Dbilevel.seed=…` one alone.
class SchedulesTest {
    private static final long SCHEDULES = Long.getLong("bilevel.schedules", 10_000);
    private static final Long ALONE = Long.getLong("bilevel.seed");

    private final Map<Circumstances, Set<Event>> decisions = new ConcurrentHashMap<>();

    /// Which study runs, and how its workers are; a schedule's seed chooses it.
    private record Circumstances(Schedule schedule, int trialsAtOnce, int fusionsAtOnce, int failPerMille) {
        static Circumstances of(long seed) {
            SplittableRandom random = new SplittableRandom(~seed);
            return new Circumstances(
                    random.nextBoolean() ? Schedule.DETERMINISTIC : Schedule.GREEDY,
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    List.of(0, 80, 400).get(random.nextInt(3)));
        }

        String yaml() {
            return Specs.SMALL
                    .replace("checkpoints: 3", "checkpoints: 2")
                    .replace("acquisition: ei", "acquisition: random")
                    .replace("trials: 6", "trials: 8\n  schedule: " + Fields.wireName(schedule))
                    .replace("parallelism: 1", "parallelism: " + trialsAtOnce)
                    .replace(
                            "{acquisition: ucb, fusions: 6, examples: 64}",
                            "{acquisition: random, fusions: 5, examples: 64, parallelism: " + fusionsAtOnce + "}");
        }
    }

    @Test
    void everyScheduleKeepsTheInvariants() {
        LongStream seeds = ALONE == null ? LongStream.range(0, SCHEDULES) : LongStream.of(ALONE);

        seeds.parallel()
                .mapToObj(this::failure)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    private Optional<AssertionError> failure(long seed) {
        Circumstances circumstances = Circumstances.of(seed);
        try {
            check(circumstances, seed);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(new AssertionError(
                    "seed " + seed + ", " + circumstances + "; alone: -Dtest=SchedulesTest -Dbilevel.seed=" + seed, e));
        }
    }

    private void check(Circumstances circumstances, long seed) {
        List<JournalEntry> journal = run(circumstances, seed);
        new Invariants(Specs.read(circumstances.yaml()), journal).check();
        if (circumstances.schedule() == Schedule.DETERMINISTIC) {
            assertThat(decided(journal))
                    .as("the same decisions as under schedule 0")
                    .isEqualTo(decisions.computeIfAbsent(circumstances, it -> decided(run(it, 0))));
        }
    }

    private static List<JournalEntry> run(Circumstances circumstances, long seed) {
        return Simulation.run(
                Specs.submitted("s", circumstances.yaml()), new SimulatedWorkers(circumstances.failPerMille()), seed);
    }

    private static Set<Event> decided(List<JournalEntry> journal) {
        Set<Event> decided = new HashSet<>();
        journal.stream().filter(entry -> entry.role() == Role.DECISION).forEach(entry -> decided.add(entry.event()));
        return decided;
    }
}
