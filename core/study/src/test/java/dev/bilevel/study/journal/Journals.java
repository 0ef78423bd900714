package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.ModelScored;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.Specs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Journals for tests: real ones, of simulated studies, and forged ones.
final class Journals {
    static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");

    private Journals() {}

    /// The journal of a study under the schedule of a seed; one in twenty orders fails.
    static List<JournalEntry> simulated(String yaml, long seed) {
        return Simulation.run(Specs.submitted("s", yaml), new SimulatedWorkers(50), seed);
    }

    static List<JournalEntry> small() {
        return Simulation.run(Specs.submitted("s", Specs.SMALL), new SimulatedWorkers(0), 1);
    }

    /// The same with another event at one place, and every hash right: what someone would hand in who recomputes them.
    static List<JournalEntry> forged(List<JournalEntry> journal, int sequence, UnaryOperator<Event> forgery) {
        List<JournalEntry> forged = new ArrayList<>(journal);
        JournalEntry entry = journal.get(sequence);
        forged.set(sequence, new JournalEntry(entry.studyId(), sequence, entry.role(), forgery.apply(entry.event())));
        return forged;
    }

    /// The same score with other numbers.
    static ModelScored scored(ModelScored scored, double loss, Double metric) {
        return new ModelScored(
                scored.studyId(),
                scored.trialId(),
                scored.modelId(),
                scored.split(),
                scored.model(),
                loss,
                scored.metrics(),
                metric,
                scored.examples(),
                scored.seconds(),
                scored.fingerprint(),
                scored.inputs());
    }

    /// The index of the n-th event of a type, from 0.
    static int place(List<JournalEntry> journal, Class<? extends Event> type, int n) {
        int seen = 0;
        for (int i = 0; i < journal.size(); i++) {
            if (type.isInstance(journal.get(i).event()) && seen++ == n) {
                return i;
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " number " + n);
    }

    static byte[] file(List<JournalEntry> journal) {
        JournalHash hash = new JournalHash();
        StringBuilder text = new StringBuilder();
        journal.forEach(
                entry -> text.append(hash.seal(JournalLine.write(entry, TIME))).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Verification.Outcome verify(List<JournalEntry> journal) throws Exception {
        try (Verification verification = new Verification()) {
            JournalReader.read(
                    new ByteArrayInputStream(file(journal)), (number, entry, _) -> verification.take(number, entry));
            return verification.outcome();
        }
    }

    static Story story(List<JournalEntry> journal) throws Exception {
        Story story = new Story();
        JournalReader.read(new ByteArrayInputStream(file(journal)), story::take);
        return story;
    }

    static Telling telling(List<JournalEntry> journal) throws Exception {
        Telling telling = new Telling();
        for (JournalEntry entry : journal) {
            telling.take(entry.sequence() + 1, entry);
        }
        return telling;
    }
}
