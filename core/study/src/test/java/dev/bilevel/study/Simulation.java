package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudySubmitted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// One study under a seeded schedule: answers come in any order, some of them twice, some decisions are answered
/// twice, and the optimizer is now and then restarted from its journal.
public final class Simulation {
    private final SimulatedWorkers workers;
    private final SplittableRandom random;
    private final List<Event> inFlight = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private Optional<Study> study = Optional.empty();

    private Simulation(SimulatedWorkers workers, long seed) {
        this.workers = workers;
        this.random = new SplittableRandom(seed);
    }

    public static List<JournalEntry> run(StudySubmitted submitted, SimulatedWorkers workers, long seed) {
        Simulation simulation = new Simulation(workers, seed);
        simulation.take(submitted);
        while (!simulation.inFlight.isEmpty()) {
            simulation.step();
        }
        return simulation.journal;
    }

    private void step() {
        Event event = inFlight.remove(random.nextInt(inFlight.size()));
        if (random.nextInt(10) == 0) {
            inFlight.add(event);
        }
        if (random.nextInt(40) == 0) {
            study = replay(journal);
        }
        take(event);
    }

    private void take(Event event) {
        for (JournalEntry entry : Decider.decide(study, event)) {
            journal.add(entry);
            study = Optional.of(Study.evolve(study, entry));
            if (entry.role() == JournalEntry.Role.DECISION) {
                inFlight.addAll(workers.answer(entry.event()));
            }
        }
    }

    public static Optional<Study> replay(List<JournalEntry> journal) {
        Optional<Study> state = Optional.empty();
        for (JournalEntry entry : journal) {
            state = Optional.of(Study.evolve(state, entry));
        }
        return state;
    }
}
