package dev.bilevel.glue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GlueDataTest {
    private static final String HEADER = "sentence\tlabel\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeTheTasksFolder() throws IOException {
        file = Files.createDirectories(folder.resolve("SST-2")).resolve("train.tsv");
    }

    @Test
    void carriageReturnsAtTheEndOfLinesAreNoPartOfThem() throws Exception {
        assertThat(texts("sentence\tlabel\r\ngood \t1\r\nbad \t0\r\n")).containsExactly("good ", "bad ");
    }

    @Test
    void theLastLineNeedsNoEnd() throws Exception {
        assertThat(texts(HEADER + "good\t1\nbad\t0")).containsExactly("good", "bad");
    }

    @Test
    void onlyALineFeedEndsALine() throws Exception {
        String text = "one\rtwo\u2028three\u0085four\u000B\fsix";
        assertThat(texts(HEADER + text + "\t1\n")).containsExactly(text);
    }

    @Test
    void anEmptyTextIsKeptBecauseTheOfficialCountsIncludeIt() throws Exception {
        assertThat(texts(HEADER + "\t1\n")).containsExactly("");
    }

    @Test
    void columnsAreFoundByNameWhereverTheyStand() throws Exception {
        assertThat(texts("label\tid\tsentence\n1\t7\tgood\n")).containsExactly("good");
    }

    @Test
    void anEmptyLineIsReportedWithItsNumber() throws Exception {
        assertThat(read(HEADER + "good\t1\n\nbad\t0\n").malformed())
                .containsExactly(new MalformedLine(3, "is empty, expected 2 columns"));
    }

    @Test
    void aLineWithAnotherNumberOfColumnsIsReported() throws Exception {
        assertThat(read(HEADER + "good\ngood\t1\nvery\tgood\t1\n").malformed())
                .containsExactly(
                        new MalformedLine(2, "has 1 columns, expected 2"),
                        new MalformedLine(4, "has 3 columns, expected 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "", " 1", "1 ", "01", "1.0", "positive"})
    void aLabelThatTheTaskDoesNotKnowIsReported(String label) throws Exception {
        assertThat(read(HEADER + "good\t1\ngood\t" + label + "\n").malformed())
                .containsExactly(new MalformedLine(3, "label is '" + label + "', expected 0 to 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.001", "-0.5", "NaN", "Infinity", "1e0", "1d", "0x1p0", "", ".5", " 1"})
    void aScoreThatIsNoNumberFrom0To5IsReported(String score) throws Exception {
        Path stsb = Files.createDirectories(folder.resolve("STS-B")).resolve("train.tsv");
        Files.writeString(stsb, "sentence1\tsentence2\tscore\na\tb\t5\na\tb\t0.\na\tb\t" + score + "\n");
        Dataset dataset = GlueData.read(folder, Task.STSB, Part.TRAIN);
        assertThat(dataset.examples()).extracting(Example::label).containsExactly(5.0, 0.0);
        assertThat(dataset.malformed())
                .containsExactly(new MalformedLine(4, "score is '" + score + "', expected a number from 0.0 to 5.0"));
    }

    @Test
    void aLineThatIsNoUtf8IsLostAlone() throws Exception {
        byte[] latin1 = (HEADER + "café\t1\ncafe\t1\n").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin1);
        Dataset dataset = GlueData.read(folder, Task.SST2, Part.TRAIN);
        assertThat(dataset.examples()).extracting(Example::first).containsExactly("cafe");
        assertThat(dataset.malformed()).containsExactly(new MalformedLine(2, "is no UTF-8"));
    }

    @Test
    void threeMalformedLinesAreToleratedHoweverShortTheFile() throws Exception {
        assertThat(read(HEADER + "good\t1\n\n\n\n").malformed()).hasSize(3);
    }

    @Test
    void fourMalformedLinesAreToleratedUpToOneInAHundred() throws Exception {
        String four = "\n".repeat(4);
        assertThat(read(HEADER + "good\t1\n".repeat(396) + four).malformed()).hasSize(4);
        assertThatThrownBy(() -> read(HEADER + "good\t1\n".repeat(395) + four))
                .isInstanceOf(InvalidData.class)
                .hasMessage(file + ": is no SST-2 file as GLUE publishes it: 4 of its first 399 lines are malformed: "
                        + "line 397 is empty, expected 2 columns; line 398 is empty, expected 2 columns; "
                        + "line 399 is empty, expected 2 columns; …");
    }

    @Test
    void reasonsAreShownOnOneLineAndCut() {
        assertThatThrownBy(() -> read(HEADER + "good\t\u001B[31m" + "x".repeat(10_000) + "\n"))
                .isInstanceOf(InvalidData.class)
                .message()
                .doesNotContain("\u001B")
                .endsWith("…', expected 0 to 1")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentence\tlabel", "sentence\tlabel\n", "\uFEFFsentence\tlabel\r\n"})
    void aHeaderAloneIsNoData(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(InvalidData.class)
                .hasMessage(file + ": has no examples, expected at least one line of data");
    }

    @Test
    void anEmptyFileHasNoColumns() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("header is '', expected a column 'sentence'");
    }

    @Test
    void aMissingColumnIsNamed() {
        assertThatThrownBy(() -> read("text\tlabel\ngood\t1\n"))
                .isInstanceOf(InvalidData.class)
                .hasMessage(file + ": line 1 header is 'text label', expected a column 'sentence'");
    }

    @Test
    void aLineBeyondTheLimitEndsTheReading() {
        assertThatThrownBy(() -> read(HEADER + "good\t1\n" + "x".repeat(Lines.LONGEST_BYTES + 1) + "\t1\n"))
                .isInstanceOf(InvalidData.class)
                .hasMessage(file + ": line 3 is longer than 1048576 bytes");
    }

    @Test
    void aLineAtTheLimitIsRead() throws Exception {
        String longest = "x".repeat(Lines.LONGEST_BYTES - 2);
        assertThat(texts(HEADER + longest + "\t1\n")).containsExactly(longest);
    }

    @Test
    void aFileBeyondTheLimitIsNotOpened() throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(OfficialFile.LARGEST_BYTES + 1);
        }
        assertThatThrownBy(() -> GlueData.read(folder, Task.SST2, Part.TRAIN))
                .isInstanceOf(InvalidData.class)
                .hasMessage(file + ": has 2147483649 bytes, expected at most 2147483648");
    }

    @Test
    void aFileOfNothingButEmptyLinesIsGivenUpEarly() {
        assertThatThrownBy(() -> read(HEADER + "\n".repeat(100_000)))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("10001 of its first 10001 lines are malformed");
    }

    @Test
    void aMissingFileIsReportedWithWhereToGetIt() {
        assertThatThrownBy(() -> GlueData.read(folder, Task.SST2, Part.TRAIN))
                .isInstanceOf(InvalidData.class)
                .hasMessage("data: no file " + file
                        + "; say download instead of a folder, or get SST-2 from https://gluebenchmark.com/tasks and unpack it"
                        + " there");
    }

    @Test
    void aMissingFolderIsReported() {
        assertThatThrownBy(() -> GlueData.read(folder, Task.COLA, Part.TRAIN))
                .isInstanceOf(InvalidData.class)
                .hasMessageStartingWith("data: no folder " + folder.resolve("CoLA") + "; looked for ");
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> GlueData.read(nowhere, Task.COLA, Part.DEV))
                .isInstanceOf(InvalidData.class)
                .hasMessageStartingWith(
                        "data: no folder " + nowhere + "; looked for " + nowhere.resolve("CoLA/dev.tsv"));
    }

    @Test
    void theTasksOwnFolderIsRecognisedAsAMistake() throws Exception {
        Files.writeString(file, HEADER + "good\t1\n");
        assertThatThrownBy(() -> GlueData.read(file.getParent(), Task.SST2, Part.TRAIN))
                .isInstanceOf(InvalidData.class)
                .hasMessageEndingWith("expected the folder that holds SST-2/, perhaps " + folder);
    }

    @Test
    void aFolderInPlaceOfTheFileIsReported() throws Exception {
        Files.createDirectory(file);
        assertThatThrownBy(() -> GlueData.read(folder, Task.SST2, Part.TRAIN))
                .isInstanceOf(InvalidData.class)
                .hasMessageStartingWith("data: " + file + " is a folder, expected a file");
    }

    private Dataset read(String content) throws IOException, InvalidData {
        Files.writeString(file, content);
        return GlueData.read(folder, Task.SST2, Part.TRAIN);
    }

    private Stream<String> texts(String content) throws IOException, InvalidData {
        Dataset dataset = read(content);
        assertThat(dataset.malformed()).isEmpty();
        return dataset.examples().stream().map(Example::first);
    }
}
