package dev.bilevel.glue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The lines of a file as bytes, counted from 1.
///
/// Not `BufferedReader`: that one ends a line at a lone CR as well, has no limit on its length, and a byte that is no
/// UTF-8 would lose the file instead of the line.
final class Lines {
    /// Far above the official files', even MNLI's with their parse trees.
    static final int LONGEST_BYTES = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The number of the line that [#next()] gave last, or where it failed.
    long number() {
        return number;
    }

    /// The next line without its LF or CRLF, the first one without its byte order mark; empty at the end of the file.
    ///
    /// @throws MalformedText if the line is longer than the limit: nothing after it can be trusted
    Optional<byte[]> next() throws IOException, MalformedText {
        if (position == end && !fill()) {
            return Optional.empty();
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean ended = false;
        while (!ended && (position < end || fill())) {
            int stop = position;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            line.write(buffer, position, stop - position);
            ended = stop < end;
            position = ended ? stop + 1 : stop;
            if (line.size() > LONGEST_BYTES) {
                throw new MalformedText("is longer than " + LONGEST_BYTES + " bytes");
            }
        }
        return Optional.of(trimmed(line.toByteArray()));
    }

    /// The line as text.
    ///
    /// @throws MalformedText if it is no UTF-8
    static String text(byte[] line) throws MalformedText {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new MalformedText("is no UTF-8");
        }
    }

    private byte[] trimmed(byte[] line) {
        boolean marked = number == 1
                && line.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        int from = marked ? BYTE_ORDER_MARK.length : 0;
        int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return Arrays.copyOfRange(line, from, to);
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
