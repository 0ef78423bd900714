package dev.bilevel.glue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class LinesTest {
    /// Lines that end just before, at and just after the end of the reader's buffer of 65,536 bytes.
    @ParameterizedTest
    @ValueSource(ints = {1, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 200_000})
    void aLineMaySpanBuffers(int length) throws Exception {
        String first = "é".repeat(length / 2) + (length % 2 == 1 ? "x" : "");
        assertThat(lines(first + "\r\nsecond\n\nlast")).containsExactly(first, "second", "", "last");
        assertThat(lines(first + "\n")).containsExactly(first);
        assertThat(lines(first)).containsExactly(first);
    }

    @Test
    void aByteOrderMarkCountsOnTheFirstLineOnly() throws Exception {
        assertThat(lines("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
        assertThat(lines("\uFEFF")).containsExactly("");
    }

    @Test
    void nothingHasNoLines() throws Exception {
        assertThat(lines("")).isEmpty();
    }

    private static List<String> lines(String content) throws IOException, MalformedText {
        Lines lines = new Lines(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        List<String> read = new ArrayList<>();
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            read.add(Lines.text(line.get()));
            assertThat(lines.number()).isEqualTo(read.size());
        }
        return read;
    }
}
