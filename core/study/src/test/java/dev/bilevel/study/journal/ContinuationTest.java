package dev.bilevel.study.journal;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.study.Decider;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.Specs;
import dev.bilevel.study.Study;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A study that is cut wherever its journal can be cut, imported into a fresh world and continued there ends with the
/// decisions of the undisturbed run.
class ContinuationTest {
    private static final SimulatedWorkers WORKERS = new SimulatedWorkers(80);

    @Test
    void aStudyGoesOnElsewhereAsIfNothingHadHappened() {
        continueFromEveryCut(Specs.SMALL);
    }

    @Test
    void aParallelStudyGoesOnElsewhereAsIfNothingHadHappened() {
        continueFromEveryCut(Specs.SMALL
                .replace("parallelism: 1", "parallelism: 3")
                .replace("examples: 64", "examples: 64, parallelism: 2"));
    }

    private static void continueFromEveryCut(String yaml) {
        List<JournalEntry> undisturbed = Simulation.run(Specs.submitted("s", yaml), WORKERS, 0);
        int cuts = 0;
        for (int end = 1; end <= undisturbed.size(); end++) {
            if (end == undisturbed.size() || undisturbed.get(end).role() == Role.OBSERVATION) {
                continueFrom(undisturbed, end);
                cuts++;
            }
        }
        assertThat(cuts).isGreaterThan(40);
    }

    private static void continueFrom(List<JournalEntry> undisturbed, int end) {
        Imports world = new Imports();
        Imports.parts(undisturbed.subList(0, end), 11).forEach(world::take);
        Set<Artifact> needed = new HashSet<>(Needed.by(world.study.orElseThrow()));

        List<JournalEntry> continued = new Continued(world, needed, end).run();

        assertThat(Imports.written(continued.subList(0, end))).isEqualTo(Imports.written(undisturbed.subList(0, end)));
        assertThat(decisions(continued)).as("cut behind entry %d", end - 1).isEqualTo(decisions(undisturbed));
        assertThat(continued.getLast().event()).isEqualTo(undisturbed.getLast().event());
    }

    /// Workers of the fresh world: they answer in any order, some of them twice.
    private static final class Continued {
        private final List<JournalEntry> journal;
        private final List<Event> inFlight = new ArrayList<>();
        private final SplittableRandom random;
        /// What lies in the fresh world's store.
        private final Set<Artifact> store;

        private Optional<Study> study;

        Continued(Imports world, Set<Artifact> needed, long seed) {
            this.journal = new ArrayList<>(world.journal);
            this.study = world.study;
            this.store = new HashSet<>(needed);
            this.random = new SplittableRandom(seed);
            world.orders.forEach(this::work);
        }

        List<JournalEntry> run() {
            while (!inFlight.isEmpty()) {
                Event event = inFlight.remove(random.nextInt(inFlight.size()));
                if (random.nextInt(10) == 0) {
                    inFlight.add(event);
                }
                for (JournalEntry entry : Decider.decide(study, event)) {
                    journal.add(entry);
                    study = Optional.of(Study.evolve(study, entry));
                    if (entry.role() == Role.DECISION) {
                        work(entry.event());
                    }
                }
            }
            return journal;
        }

        /// What an order reads was brought along, or made here.
        private void work(Event order) {
            List<Event> answers = WORKERS.answer(order);
            assertThat(store).as("%s", order.subject()).containsAll(reads(order));
            answers.stream().flatMap(ContinuationTest::writes).forEach(store::add);
            inFlight.addAll(answers);
        }
    }

    private static List<Artifact> reads(Event order) {
        return switch (order) {
            case FusionSuggested fusion ->
                fusion.checkpoints().stream()
                        .map(checkpoint -> checkpoint.artifact())
                        .toList();
            case ModelSelected selected -> List.of(selected.model());
            default -> List.of();
        };
    }

    private static Stream<Artifact> writes(Event answer) {
        return switch (answer) {
            case dev.bilevel.events.TrialTrained trained ->
                trained.checkpoints().stream().map(checkpoint -> checkpoint.artifact());
            case dev.bilevel.events.ModelScored scored -> Stream.of(scored.model());
            default -> Stream.empty();
        };
    }

    private static Set<Event> decisions(List<JournalEntry> journal) {
        Set<Event> decisions = new HashSet<>();
        journal.stream().filter(entry -> entry.role() == Role.DECISION).forEach(entry -> decisions.add(entry.event()));
        return decisions;
    }
}
