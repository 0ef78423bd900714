package dev.bilevel.standalone.history;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines of UTF-8 from a stream that may hold anything. A line that is too long is skipped to its end, so that what
/// follows can still be read, and so that nobody's stream fills the memory.
public final class LineReader {
    /// Longest line, in bytes.
    public static final int LONGEST = 1 << 20;

    private final InputStream in;
    private int number;

    /// @param in is not closed
    public LineReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// A line as it was met.
    public sealed interface Line {
        /// Its place in the stream, from 1.
        int number();
    }

    /// A line of text, without its end.
    public record Text(int number, String text) implements Line {}

    /// A line that could not be taken.
    ///
    /// @param problem what is wrong with it, for people
    public record Unreadable(int number, String problem) implements Line {}

    /// The next line; empty at the end of the stream. Waits for the line's end, and no longer.
    public Optional<Line> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        long length = 0;
        while (read >= 0 && read != '\n') {
            length++;
            if (length <= LONGEST) {
                bytes.write(read);
            }
            read = in.read();
        }
        number++;
        return Optional.of(
                length > LONGEST
                        ? new Unreadable(number, "line: is " + length + " bytes long, expected at most " + LONGEST)
                        : decoded(bytes.toByteArray()));
    }

    private Line decoded(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean marked = number == 1 && text.startsWith("\uFEFF");
            return new Text(number, marked ? text.substring(1) : text);
        } catch (CharacterCodingException _) {
            return new Unreadable(number, "line: is no UTF-8 text, expected a JSON object");
        }
    }
}
