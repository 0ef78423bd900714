package dev.bilevel.optimizer.rest;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.JournalReader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// A journal file, cut into events. Walked through once.
final class JournalParts implements Iterable<JournalImported>, AutoCloseable {
    /// Leaves room for the rest of the event.
    private static final int LONGEST_LINE = EventCodec.LARGEST_VALUE - 1024;

    private final BufferedReader file;
    private final JournalReader.Whole whole;
    private final int partBytes;
    private long from;
    private String before = JournalHash.START;
    private String next;

    /// @param whole what the file is known to be
    /// @param partBytes how large an event's lines may become in JSON; a longer line gets an event of its own
    JournalParts(BufferedReader file, JournalReader.Whole whole, int partBytes) throws IOException {
        this.file = file;
        this.whole = whole;
        this.partBytes = partBytes;
        this.next = file.readLine();
    }

    @Override
    public Iterator<JournalImported> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public JournalImported next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                try {
                    return part();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private JournalImported part() throws IOException {
        List<String> lines = new ArrayList<>();
        int bytes = 0;
        while (next != null && (lines.isEmpty() || bytes + escaped(next) <= partBytes)) {
            bytes += escaped(next);
            lines.add(next);
            next = file.readLine();
        }
        if (bytes > LONGEST_LINE) {
            throw Refusal.tooLarge("Line " + (from + 1) + ", with its quotes escaped,", LONGEST_LINE);
        }
        JournalImported part = new JournalImported(whole.studyId(), from, whole.lines(), before, lines);
        from = part.until();
        before = JournalHash.of(EventCodec.utf8(lines.getLast())).orElseThrow();
        return part;
    }

    /// How many bytes a line takes as a text in JSON, with its quotes and comma.
    private static int escaped(String line) {
        int bytes = 3;
        for (byte b : EventCodec.utf8(line)) {
            bytes += b == '"' || b == '\\' ? 2 : 1;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
