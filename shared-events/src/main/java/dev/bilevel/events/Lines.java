package dev.bilevel.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Splits a stream at line feeds, and never holds more of a line than a journal's may be long.
final class Lines {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int to;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The number of the line that came last, from 1.
    long number() {
        return number;
    }

    /// The next line without its line feed; null at the end.
    ///
    /// @throws UnreadableJournal where a line is too long
    byte[] next() throws IOException, UnreadableJournal {
        ByteArrayOutputStream line = null;
        while (from < to || fill()) {
            if (line == null) {
                line = new ByteArrayOutputStream(4096);
                number++;
            }
            int end = from;
            while (end < to && block[end] != '\n') {
                end++;
            }
            line.write(block, from, end - from);
            if (line.size() > JournalLine.LONGEST) {
                throw new UnreadableJournal(
                        number, "is longer than " + JournalLine.LONGEST + " bytes, expected a CloudEvent a line");
            }
            from = Math.min(end + 1, to);
            if (end < to) {
                return line.toByteArray();
            }
        }
        return line == null ? null : line.toByteArray();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(block));
        return to > 0;
    }
}
