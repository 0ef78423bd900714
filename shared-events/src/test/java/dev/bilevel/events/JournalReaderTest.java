package dev.bilevel.events;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a journal file is, and that every way to spoil one is noticed at the right line.
class JournalReaderTest {
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theHashesAreThoseThatAnyoneWouldCompute() {
        // printf '%064d%s' 0 '{"a":1}' | sha256sum, then the same with that hash and '{"b":2}'
        JournalHash hash = new JournalHash();
        assertThat(hash.seal("{\"a\":1}"))
                .isEqualTo("{\"a\":1,\"hash\":\"fc6cee09194dd2578bd7664604fcb72a539066fd34544cea0009c43eb6cdc289\"}");
        assertThat(hash.seal("{\"b\":2}"))
                .isEqualTo("{\"b\":2,\"hash\":\"e3899cf384885c2580552e967c3095d9aed9aaaa1d72d6ea757965bea202715b\"}");
    }

    @Test
    void aJournalIsHandedOverInOrder() throws Exception {
        List<String> lines = journal("s", 1000);
        List<Long> taken = new ArrayList<>();

        JournalReader.Whole whole =
                JournalReader.read(stream(String.join("\n", lines) + "\n"), (number, entry, time) -> {
                    assertThat(number).isEqualTo(entry.sequence() + 1);
                    assertThat(time).isEqualTo(TIME);
                    taken.add(entry.sequence());
                });

        assertThat(taken).hasSize(1000).isSorted();
        assertThat(whole.studyId()).isEqualTo("s");
        assertThat(whole.lines()).isEqualTo(1000);
        assertThat(lines.getLast()).endsWith("\"hash\":\"" + whole.hash() + "\"}");
    }

    @Test
    void theLastLineFeedMayBeMissing() throws Exception {
        assertThat(read(journal("s", 3)).lines()).isEqualTo(3);
    }

    @Test
    void anEditedDigitIsNoticed() {
        List<String> lines = journal("s", 5);
        lines.set(2, lines.get(2).replace("\"value\":0.02", "\"value\":0.03"));

        refused(lines, 3, "hash: does not follow from the line and the hash before it");
    }

    @Test
    void anEditOfTheFirstLineIsNoticed() {
        List<String> lines = journal("s", 5);
        lines.set(0, lines.getFirst().replace("12:00:00Z", "12:00:01Z"));

        refused(lines, 1, "hash: does not follow from the line: it was edited");
    }

    @Test
    void anEditedHashIsNoticedBehindTheLineAtTheLatest() {
        List<String> lines = journal("s", 5);
        String line = lines.get(2);
        char digit = line.charAt(line.length() - 3);
        lines.set(2, line.substring(0, line.length() - 3) + (digit == '0' ? '1' : '0') + "\"}");

        refused(lines, 3, "hash: does not follow");
    }

    @Test
    void aMissingLineIsNoticed() {
        List<String> lines = journal("s", 5);
        lines.remove(2);

        refused(lines, 3, "sequence: is 3, expected 2: lines are missing, repeated or out of order");
    }

    @Test
    void swappedLinesAreNoticed() {
        List<String> lines = journal("s", 5);
        lines.add(1, lines.remove(2));

        refused(lines, 2, "sequence: is 2, expected 1");
    }

    @Test
    void twoJournalsInOneFileAreNoticed() {
        List<String> lines = journal("one", 3);
        lines.addAll(journal("two", 3));

        refused(lines, 4, "belongs to study 'two', expected 'one'");
    }

    @Test
    void aLineThatIsCutOffIsNoticed() {
        List<String> lines = journal("s", 5);
        String whole = lines.get(4);
        for (int length = 1; length < whole.length() - 1; length++) {
            lines.set(4, whole.substring(0, length));
            refused(lines, 5, "is cut off");
        }
    }

    @Test
    void aFileWithOtherLineEndsIsNoticed() {
        List<String> lines = journal("s", 2);
        lines.replaceAll(line -> line + "\r");

        refused(lines, 1, "ends with CR LF, expected LF alone");
    }

    @Test
    void aLineWithoutHashIsNoticed() {
        List<String> lines = journal("s", 5);
        lines.set(1, lines.get(1).replaceFirst(",\"hash\":.*", "}"));

        refused(lines, 2, "hash: is missing, expected it as the last member");
    }

    @Test
    void anEmptyFileIsNoJournal() {
        refused(List.of(), 1, "is missing: the file is empty");
    }

    @Test
    void anEmptyLineIsNoticed() {
        List<String> lines = journal("s", 3);
        lines.add(1, "");

        refused(lines, 2, "is no JSON object");
    }

    @Test
    void aBinaryFileIsNoJournal() {
        refused(List.of("\u001f\u008b\b\0\0\0"), 1, "is no JSON");
    }

    @Test
    void whatIsAJournalInOtherClothesIsCalledByItsName() {
        for (var each : Map.of(
                        "1f8b0800", "is packed with gzip",
                        "efbbbf7b7d", "begins with a byte order mark",
                        "fffe7b00", "is UTF-16",
                        "feff007b", "is UTF-16")
                .entrySet()) {
            byte[] bytes = HexFormat.of().parseHex(each.getKey());
            assertThatThrownBy(() -> JournalReader.read(new ByteArrayInputStream(bytes), (_, _, _) -> {}))
                    .hasMessage("line 1: " + each.getValue() + ", expected a CloudEvent as a JSON object");
        }
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItIsRead() {
        Endless endless = new Endless();

        assertThatThrownBy(() -> JournalReader.read(endless, (_, _, _) -> {}))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageStartingWith("line 1: is longer than " + JournalLine.LONGEST + " bytes");
        assertThat(endless.given).isLessThan(2L * JournalLine.LONGEST);
    }

    @Test
    void theLinesBeforeTheWrongOneAreTaken() {
        List<String> lines = journal("s", 300);
        lines.set(290, "{}");
        List<Long> taken = new ArrayList<>();

        assertThatThrownBy(() -> JournalReader.read(
                        stream(String.join("\n", lines)), (_, entry, _) -> taken.add(entry.sequence())))
                .isInstanceOfSatisfying(
                        UnreadableJournal.class, e -> assertThat(e.line()).isEqualTo(291));
        assertThat(taken).hasSize(290);
    }

    @Test
    void aPartOfAJournalIsReadLikeTheWhole() throws Exception {
        List<String> lines = journal("s", 10);
        String before = JournalHash.of(EventCodec.utf8(lines.get(3))).orElseThrow();
        List<Long> taken = new ArrayList<>();

        JournalReader.Whole part =
                JournalReader.read(new JournalImported("s", 4, 10, before, lines.subList(4, 7)), (number, entry, _) -> {
                    assertThat(number).isEqualTo(entry.sequence() + 1);
                    taken.add(entry.sequence());
                });

        assertThat(taken).containsExactly(4L, 5L, 6L);
        assertThat(part)
                .isEqualTo(new JournalReader.Whole(
                        "s", 7, read(lines.subList(0, 7)).hash()));
    }

    @Test
    void aPartThatDoesNotFollowIsNoticedAtItsLine() {
        List<String> lines = journal("s", 10);
        String before = JournalHash.of(EventCodec.utf8(lines.get(3))).orElseThrow();

        refused(new JournalImported("s", 4, 10, before, lines.subList(5, 7)), "line 5: sequence: is 5, expected 4");
        refused(new JournalImported("s", 5, 10, before, lines.subList(5, 7)), "line 6: hash: does not follow");
        refused(new JournalImported("s", 0, 10, before, lines.subList(0, 2)), "line 1: hash: does not follow");
        refused(new JournalImported("t", 4, 10, before, lines.subList(4, 7)), "line 5: belongs to study 's'");
    }

    private static void refused(JournalImported part, String reason) {
        assertThatThrownBy(() -> JournalReader.read(part, (_, _, _) -> {}))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageStartingWith(reason);
    }

    private static void refused(List<String> lines, long line, String reason) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageStartingWith("line " + line + ": " + reason);
    }

    private static JournalReader.Whole read(List<String> lines) throws Exception {
        return JournalReader.read(stream(String.join("\n", lines)), (_, _, _) -> {});
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> journal(String study, int length) {
        JournalHash hash = new JournalHash();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            TrialCompleted event = new TrialCompleted(study, study + ".t" + i, i, i / 100.0);
            lines.add(
                    hash.seal(JournalLine.write(new JournalEntry(study, i, JournalEntry.Role.DECISION, event), TIME)));
        }
        return lines;
    }

    /// A line that never ends.
    private static final class Endless extends java.io.InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 'x';
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            java.util.Arrays.fill(target, from, from + length, (byte) 'x');
            given += length;
            return length;
        }
    }
}
