package dev.bilevel.events;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads a journal file from its first line to its last, and takes no line on trust: each must be well formed, of the
/// same study, next in sequence, and carry the hash that follows from it and the line before.
///
/// Lines are parsed on all cores, batch by batch, and handed over in order on the caller's thread; only a few
/// batches are in memory at a time.
public final class JournalReader {
    /// Lines parsed as one piece of work: some milliseconds of it.
    private static final int BATCH = 256;

    private final Taker taker;
    private String studyId;
    private long lines;
    private String hash;

    private JournalReader(Taker taker) {
        this.taker = taker;
    }

    /// Takes the lines of a journal in order.
    @FunctionalInterface
    public interface Taker {
        /// @param number of the line, from 1
        /// @throws UnreadableJournal where the entry cannot follow those before it
        void take(long number, JournalEntry entry, Instant time) throws UnreadableJournal;
    }

    /// What was read.
    ///
    /// @param lines how many; at least one
    /// @param hash the last line's, which stands for the whole journal
    public record Whole(String studyId, long lines, String hash) {}

    private record Raw(long number, byte[] bytes, Optional<String> before) {}

    /// @param line null where it is unreadable
    private record Parsed(long number, JournalLine line, String hash, boolean follows, String problem) {}

    /// Reads everything.
    ///
    /// @throws UnreadableJournal at the first line that is wrong, after those before it were taken
    /// @throws IOException where the stream cannot be read
    public static Whole read(InputStream in, Taker taker) throws UnreadableJournal, IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService workers =
                Executors.newFixedThreadPool(cores, Thread.ofPlatform().daemon().factory())) {
            try {
                return new JournalReader(taker).read(new Lines(in), workers, 2 * cores);
            } finally {
                workers.shutdownNow();
            }
        }
    }

    /// Reads a part of a journal, and takes its lines on trust no more than those of a file. Line numbers are those of
    /// the file that it is a part of.
    ///
    /// @return how many lines there are up to the end of the part, and its last hash
    /// @throws UnreadableJournal at the first line that is wrong, after those before it were taken
    public static Whole read(JournalImported part, Taker taker) throws UnreadableJournal {
        JournalReader reader = new JournalReader(taker);
        reader.studyId = part.studyId();
        reader.lines = part.from();
        Optional<String> before = Optional.of(part.before());
        for (String line : part.lines()) {
            byte[] utf8 = EventCodec.utf8(line);
            reader.take(parse(new Raw(reader.lines + 1, utf8, before)));
            before = JournalHash.of(utf8);
        }
        return new Whole(part.studyId(), reader.lines, reader.hash);
    }

    private Whole read(Lines in, ExecutorService workers, int ahead) throws UnreadableJournal, IOException {
        Deque<Future<List<Parsed>>> batches = new ArrayDeque<>();
        Optional<String> before = Optional.empty();
        boolean more = true;
        while (more || !batches.isEmpty()) {
            if (more && batches.size() < ahead) {
                List<Raw> batch = new ArrayList<>(BATCH);
                for (byte[] line = in.next(); line != null; line = batch.size() < BATCH ? in.next() : null) {
                    batch.add(new Raw(in.number(), line, before));
                    before = JournalHash.of(line);
                }
                more = batch.size() == BATCH;
                batches.add(workers.submit(() -> parse(batch)));
            } else {
                for (Parsed line : result(batches.remove())) {
                    take(line);
                }
            }
        }
        if (lines == 0) {
            throw new UnreadableJournal(1, "is missing: the file is empty, expected a CloudEvent a line");
        }
        return new Whole(studyId, lines, hash);
    }

    private void take(Parsed parsed) throws UnreadableJournal {
        if (parsed.problem() != null) {
            throw new UnreadableJournal(parsed.number(), parsed.problem());
        }
        JournalEntry entry = parsed.line().entry();
        if (studyId != null && !entry.studyId().equals(studyId)) {
            throw new UnreadableJournal(
                    parsed.number(),
                    "belongs to study '" + entry.studyId() + "', expected '" + studyId + "' as in the lines before");
        }
        if (entry.sequence() != lines) {
            throw new UnreadableJournal(
                    parsed.number(),
                    "sequence: is " + entry.sequence() + ", expected " + lines
                            + ": lines are missing, repeated or out of order");
        }
        if (!parsed.follows()) {
            throw new UnreadableJournal(
                    parsed.number(),
                    lines == 0
                            ? "hash: does not follow from the line: it was edited"
                            : "hash: does not follow from the line and the hash before it: one of the two was edited");
        }
        taker.take(parsed.number(), entry, parsed.line().time());
        studyId = entry.studyId();
        hash = parsed.hash();
        lines++;
    }

    private static List<Parsed> parse(List<Raw> batch) {
        List<Parsed> parsed = new ArrayList<>(batch.size());
        for (Raw raw : batch) {
            parsed.add(parse(raw));
        }
        return parsed;
    }

    private static Parsed parse(Raw raw) {
        try {
            JournalLine line = JournalLine.read(raw.bytes());
            Optional<String> hash = JournalHash.of(raw.bytes());
            return hash.isEmpty()
                    ? new Parsed(raw.number(), null, null, false, "hash: is missing, expected it as the last member")
                    : new Parsed(raw.number(), line, hash.get(), JournalHash.follows(raw.before(), raw.bytes()), null);
        } catch (UnreadableEvent e) {
            return new Parsed(raw.number(), null, null, false, e.getMessage());
        }
    }

    private static List<Parsed> result(Future<List<Parsed>> batch) throws IOException {
        try {
            return batch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a line that breaks the reader", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
