package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much of an imported journal is there: what the owner of its study knows beside the study's state, from the first
/// part until something happens in the study here. Immutable.
///
/// @param next the sequence number of the next line
/// @param total how many lines the whole journal has
/// @param hash that the last line carries
/// @param outstanding what the study waits for behind that line
public record Arrival(long next, long total, String hash, Outstanding outstanding) {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// A line of an imported journal.
    ///
    /// @param time when it was written, where it was written
    /// @param hash that it carries
    public record Line(JournalEntry entry, Instant time, String hash) {}

    /// What a part leads to.
    public sealed interface Outcome {
        /// Its lines are the next entries of the study's journal.
        ///
        /// @param orders behind the last part: the work that the study waits for
        record Appended(List<Line> lines, List<Event> orders) implements Outcome {}

        /// It is there already.
        record Known() implements Outcome {}

        /// It cannot follow what is there.
        record Unfit(String reason) implements Outcome {}
    }

    /// Whether the last line is there.
    public boolean isWhole() {
        return next == total;
    }

    /// Behind one more line.
    ///
    /// @param before empty before the first line
    public static Arrival after(Optional<Arrival> before, JournalEntry entry, String hash, long total) {
        Outstanding outstanding = before.map(Arrival::outstanding).orElse(Outstanding.nothing());
        return new Arrival(entry.sequence() + 1, total, hash, outstanding.after(entry));
    }

    /// Takes a part in: decides, and changes nothing.
    ///
    /// @param study its study, if anything of it is known
    /// @param arrival how much of the study was imported; empty where something else has happened in it
    public static Outcome take(Optional<Study> study, Optional<Arrival> arrival, JournalImported part) {
        List<Line> lines = new ArrayList<>();
        try {
            String last = read(part, lines);
            if (arrival.isPresent() && arrival.get().endsWith(part, last)) {
                return new Outcome.Known();
            }
            Optional<String> gap = gap(study, arrival, part);
            return gap.isPresent() ? new Outcome.Unfit(gap.get()) : append(study, arrival, lines, part);
        } catch (UnreadableJournal e) {
            return new Outcome.Unfit(e.getMessage());
        }
    }

    private static String read(JournalImported part, List<Line> lines) throws UnreadableJournal {
        return JournalReader.read(part, (number, entry, time) -> {
                    String text = part.lines().get(lines.size());
                    requireExact(number, text, entry, time);
                    String hash = JournalHash.of(EventCodec.utf8(text)).orElseThrow();
                    lines.add(new Line(entry, time, hash));
                })
                .hash();
    }

    /// What is kept is the entry and its time, in milliseconds since 1970; the same line must come out of them again.
    private static void requireExact(long number, String text, JournalEntry entry, Instant time)
            throws UnreadableJournal {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) || time.getNano() % 1_000_000 != 0) {
            throw new UnreadableJournal(number, "time: is " + time + ", expected one since 1970 in whole milliseconds");
        }
        String plain = JournalLine.write(entry, time);
        if (!text.startsWith(plain.substring(0, plain.length() - 1) + ",\"hash\":\"")) {
            throw new UnreadableJournal(
                    number, "is written otherwise than this version writes it: it would not be exported the same");
        }
    }

    private boolean endsWith(JournalImported part, String last) {
        return next == part.until() && total == part.total() && hash.equals(last);
    }

    private static Optional<String> gap(Optional<Study> study, Optional<Arrival> arrival, JournalImported part) {
        if (study.isEmpty()) {
            return part.from() == 0
                    ? Optional.empty()
                    : Optional.of("from: is " + part.from() + ", expected 0: nothing of study '" + part.studyId()
                            + "' is there");
        }
        if (arrival.isEmpty() || arrival.get().isWhole()) {
            return Optional.of("studyId: is '" + part.studyId() + "', which a study has already");
        }
        Arrival there = arrival.get();
        if (part.from() != there.next() || part.total() != there.total()) {
            return Optional.of("from, total: are " + part.from() + ", " + part.total() + ", expected " + there.next()
                    + ", " + there.total() + ": another part comes next");
        }
        return part.before().equals(there.hash())
                ? Optional.empty()
                : Optional.of("before: is " + part.before() + ", expected " + there.hash()
                        + ": another journal's parts are there");
    }

    private static Outcome append(
            Optional<Study> study, Optional<Arrival> arrival, List<Line> lines, JournalImported part) {
        Optional<Study> state = study;
        Optional<Arrival> there = arrival;
        for (Line line : lines) {
            try {
                state = Optional.of(Study.evolve(state, line.entry()));
            } catch (IllegalStateException | InvalidSpec e) {
                return new Outcome.Unfit("line " + (line.entry().sequence() + 1) + ": "
                        + e.getMessage().lines().findFirst().orElse(""));
            }
            there = Optional.of(after(there, line.entry(), line.hash(), part.total()));
        }
        Arrival now = there.orElseThrow();
        return new Outcome.Appended(lines, now.isWhole() ? now.outstanding().orders() : List.of());
    }
}
