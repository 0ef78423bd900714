package dev.bilevel.optimizer;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Study;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Journals of studies that ran elsewhere, with the scripted workers and without a stack.
final class Elsewhere {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private Elsewhere() {}

    /// A whole study.
    static List<JournalEntry> journal(String id) {
        return journal(Specs.submitted(id));
    }

    /// A whole study whose answers come one by one, in the order in which they were asked for.
    static List<JournalEntry> journal(StudySubmitted submitted) {
        List<JournalEntry> journal = new ArrayList<>();
        Queue<Event> arriving = new ArrayDeque<>();
        arriving.add(submitted);
        Optional<Study> study = Optional.empty();
        while (!arriving.isEmpty()) {
            Event event = arriving.remove();
            if (ScriptedWorkers.answer(event).isEmpty()) {
                for (JournalEntry entry : Decider.decide(study, event)) {
                    journal.add(entry);
                    study = Optional.of(Study.evolve(study, entry));
                    arriving.addAll(ScriptedWorkers.answer(entry.event()));
                }
            } else {
                arriving.addAll(ScriptedWorkers.answer(event));
            }
        }
        return journal;
    }

    /// The lines of its file, a second apart.
    static List<String> lines(List<JournalEntry> journal) {
        JournalHash hash = new JournalHash();
        return journal.stream()
                .map(entry -> hash.seal(JournalLine.write(entry, TIME.plusSeconds(entry.sequence()))))
                .toList();
    }
}
