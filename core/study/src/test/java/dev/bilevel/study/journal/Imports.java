package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.JournalLine;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Arrival.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A world into which journals are imported, part by part: what the optimizer does with what [Arrival] says.
final class Imports {
    final List<JournalEntry> journal = new ArrayList<>();
    final List<Event> orders = new ArrayList<>();
    Optional<Study> study = Optional.empty();
    Optional<Arrival> arrival = Optional.empty();

    Outcome take(JournalImported part) {
        Outcome outcome = Arrival.take(study, arrival, part);
        if (outcome instanceof Outcome.Appended appended) {
            appended.lines().forEach(line -> {
                journal.add(line.entry());
                study = Optional.of(Study.evolve(study, line.entry()));
                arrival = Optional.of(Arrival.after(arrival, line.entry(), line.hash(), part.total()));
            });
            orders.addAll(appended.orders());
        }
        return outcome;
    }

    /// The entries as they are written: trees of numbers that have been text once are of another kind.
    static List<String> written(List<JournalEntry> journal) {
        return journal.stream()
                .map(entry -> JournalLine.write(entry, Journals.TIME))
                .toList();
    }

    /// The parts of a journal, of so many lines each.
    static List<JournalImported> parts(List<JournalEntry> journal, int lines) {
        JournalHash hash = new JournalHash();
        List<String> sealed = journal.stream()
                .map(entry -> hash.seal(JournalLine.write(entry, Journals.TIME)))
                .toList();
        List<JournalImported> parts = new ArrayList<>();
        for (int from = 0; from < sealed.size(); from += lines) {
            String before = from == 0
                    ? JournalHash.START
                    : JournalHash.of(EventCodec.utf8(sealed.get(from - 1))).orElseThrow();
            parts.add(new JournalImported(
                    journal.getFirst().studyId(),
                    from,
                    sealed.size(),
                    before,
                    sealed.subList(from, Math.min(sealed.size(), from + lines))));
        }
        return parts;
    }
}
