package dev.bilevel.glue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OwnTaskTest {
    private static final TsvColumns ANY = columns(TsvColumns.Header.GUESSED, "");

    @TempDir
    Path folder;

    @Test
    void twoColumnsAreATextAndItsLabelAndTheHeaderIsTold() throws Exception {
        TsvFile file = read("review\tverdict\nfine film\tgood\n\"dull\"\tbad\n", ANY);

        OwnTask task = OwnTask.of("mine", file, OwnTask.Kind.GUESSED);

        assertThat(file.header()).isTrue();
        assertThat(task).isEqualTo(new OwnTask("mine", false, List.of("bad", "good")));
        assertThat(task.examples(file))
                .containsExactly(
                        new Example("fine film", Optional.empty(), 1), new Example("\"dull\"", Optional.empty(), 0));
    }

    @Test
    void aFirstLineWhoseLabelIsFoundBelowIsAnExample() throws Exception {
        TsvFile file = read("fine\tgood\ndull\tbad\nwise\tgood\n", ANY);

        assertThat(file.header()).isFalse();
        assertThat(file.rows()).hasSize(3);
    }

    @Test
    void aWordAboveNumbersIsAHeaderAndANumberIsNot() throws Exception {
        assertThat(read("text\tscore\na\t1.5\nb\t2\n", ANY).header()).isTrue();
        assertThat(read("c\t0.25\na\t1.5\nb\t2\n", ANY).header()).isFalse();
    }

    @Test
    void whereLabelsAreKnownTheFirstLineIsAHeaderIfItsLabelIsNone() throws Exception {
        OwnTask task = new OwnTask("mine", false, List.of("bad", "good"));

        assertThat(task.read(write("fine\tgood\ndull\tbad\n"), ANY).rows()).hasSize(2);
        assertThat(task.read(write("text\tverdict\ndull\tbad\n"), ANY).rows()).hasSize(1);
        assertThat(task.read(write("fine\tgood\n"), ANY).rows()).hasSize(1);
        assertThat(task.read(write("fine\tgood\ndull\tbad\n"), columns(TsvColumns.Header.PRESENT, ""))
                        .rows())
                .hasSize(1);
        OwnTask scores = new OwnTask("scores", true, List.of("score"));
        assertThat(scores.read(write("a\t1\nb\tmany\n"), ANY).rows()).hasSize(2);
        assertThat(scores.read(write("text\tscore\nb\t2\n"), ANY).rows()).hasSize(1);
    }

    @Test
    void whetherThereIsAHeaderCanBeSaid() throws Exception {
        String text = "fine\tgood\ndull\tbad\n";

        assertThat(read(text, columns(TsvColumns.Header.ABSENT, "")).rows()).hasSize(2);
        assertThat(read(text, columns(TsvColumns.Header.PRESENT, "")).rows()).hasSize(1);
    }

    @Test
    void emptyLinesAtTheEndAreNone() throws Exception {
        assertThat(read("fine\tgood\ndull\tbad\n\r\n\n", columns(TsvColumns.Header.ABSENT, ""))
                        .rows())
                .hasSize(2);
    }

    @Test
    void columnsAreFoundByNameOrByNumber() throws Exception {
        String text = "id\tlabel\tleft\tright\n7\tyes\ta\tb\n8\tno\tc\td\n";
        TsvFile byName = read(text, columns(TsvColumns.Header.GUESSED, "label", "left", "right"));
        TsvFile byNumber = read(text, columns(TsvColumns.Header.PRESENT, "2", "3", "4"));

        assertThat(byName.rows().getFirst()).isEqualTo(new TsvFile.Row(2, "a", Optional.of("b"), "yes"));
        assertThat(byNumber.rows()).isEqualTo(byName.rows());
    }

    @Test
    void digitsAreAColumnsNumberWhateverTheFirstLineHolds() throws Exception {
        TsvColumns second = columns(TsvColumns.Header.ABSENT, "1", "2");

        assertThat(read("0\tgood film\t1\n1\tbad film\t2\n", second).rows().getFirst())
                .isEqualTo(new TsvFile.Row(1, "good film", Optional.empty(), "0"));
    }

    @Test
    void ofMoreThanThreeColumnsTheTextMustBeNamed() throws Exception {
        assertFails(
                "1\ta\tb\tno\n2\tc\td\tyes\n",
                ANY,
                "line 1 has 4 columns, expected two or three, or one or two of them named as the text");
        assertThat(read("1\ta\tb\tno\n2\tc\td\tyes\n", columns(TsvColumns.Header.ABSENT, "", "2", "3"))
                        .rows()
                        .getFirst())
                .isEqualTo(new TsvFile.Row(1, "a", Optional.of("b"), "no"));
    }

    @Test
    void threeColumnsWithoutNamesAreAPairAndItsLabel() throws Exception {
        assertThat(read("a\tb\t1\nc\td\t0\ne\tf\t1\n", ANY).rows().getFirst())
                .isEqualTo(new TsvFile.Row(1, "a", Optional.of("b"), "1"));
    }

    @Test
    void wholeNumbersAreClassesInTheirOrderAndFractionsAreScores() throws Exception {
        assertThat(OwnTask.of("n", read("a\t10\nb\t9\nc\t-1\n", ANY), OwnTask.Kind.GUESSED)
                        .labelNames())
                .containsExactly("-1", "9", "10");
        OwnTask scores = OwnTask.of("s", read("a\t-1.5\nb\t9\nc\t2e1\n", ANY), OwnTask.Kind.GUESSED);
        assertThat(scores.regression()).isTrue();
        assertThat(scores.examples(read("x\t-1.5\ny\t3\n", ANY)))
                .extracting(Example::label)
                .containsExactly(-1.5, 3.0);
        assertThat(OwnTask.of("r", read("a\t1\nb\t2\n", ANY), OwnTask.Kind.REGRESSION)
                        .regression())
                .isTrue();
    }

    @Test
    void metricsAreThoseOfGluesTasksOfTheSameKind() {
        double[] labels = {0, 1, 1, 0};
        double[] predicted = {0, 1, 0, 0};

        assertThat(Metrics.of(new OwnTask("two", false, List.of("a", "b")), predicted, labels))
                .isEqualTo(Metrics.of(Task.MRPC, predicted, labels));
        assertThat(Metrics.of(new OwnTask("more", false, List.of("a", "b", "c")), predicted, labels)
                        .byName())
                .containsExactly(Map.entry("accuracy", 0.75));
        assertThat(Metrics.of(new OwnTask("score", true, List.of("score")), predicted, labels))
                .isEqualTo(Metrics.of(Task.STSB, predicted, labels));
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsLine() throws Exception {
        assertFails("a\tb\tc\n1\t2\n", ANY, "line 2 has 2 columns, expected 3 as in line 1");
        assertFails("a\tb\n\nc\td\n", ANY, "line 2 is empty, expected 2 columns as in line 1");
        assertFails(
                "t\tt\tlabel\na\tb\tc\n",
                columns(TsvColumns.Header.GUESSED, "label", "t"),
                "line 1 has two columns 't', 1 and 2, expected one, or a number");
        assertFails("alone\n", ANY, "line 1 has 1 column, expected a text and a label with a tab between them");
        assertFails("", ANY, "is empty, expected at least one line of texts and label");
        assertFails("text\tlabel\n", columns(TsvColumns.Header.PRESENT, ""), "has a header and nothing else");
        assertFails(
                "text\tlabel\na\tb\n", columns(TsvColumns.Header.GUESSED, "verdict"), "expected a column 'verdict'");
        assertFails("a\tb\n", columns(TsvColumns.Header.ABSENT, "3"), "has 2 columns, expected a column 3");
        assertFails("a\tb\n", columns(TsvColumns.Header.ABSENT, "1", "1"), "expected the text in another");
        assertThatThrownBy(() -> TsvFile.read(folder, ANY))
                .hasMessageEndingWith("is a folder, expected a TSV file of" + " texts and labels");
    }

    @Test
    void aLabelThatTheTaskDoesNotKnowIsSaidWithItsLine() throws Exception {
        OwnTask task = new OwnTask("mine", false, List.of("bad", "good"));
        TsvFile file = read("a\tgood\nb\tugly\nc\tgood\n", columns(TsvColumns.Header.ABSENT, ""));

        assertThatThrownBy(() -> task.examples(file))
                .hasMessageEndingWith("line 2: label is 'ugly', expected one of bad, good");
        assertThatThrownBy(() -> OwnTask.of("r", file, OwnTask.Kind.REGRESSION))
                .hasMessageEndingWith("line 1: label is 'good', expected a number");
    }

    @Test
    void classesThatNobodyNamedAreKnownByTheirNumbers() throws Exception {
        OwnTask task = new OwnTask("nameless", false, List.of("LABEL_0", "LABEL_1"));
        TsvFile file = task.read(write("a\t1\nb\t0\nc\tLABEL_1\n"), ANY);

        assertThat(task.examples(file)).extracting(Example::label).containsExactly(1.0, 0.0, 1.0);
        TsvFile third = task.read(write("a\t1\nb\t2\n"), ANY);
        assertThatThrownBy(() -> task.examples(third))
                .hasMessageEndingWith("line 2: label is '2', expected one of LABEL_0, LABEL_1");
    }

    @Test
    void oneClassIsNoTask() throws Exception {
        TsvFile file = read("a\tgood\nb\tgood\n", ANY);

        assertThatThrownBy(() -> OwnTask.of("one", file, OwnTask.Kind.GUESSED))
                .hasMessageEndingWith("has one label, 'good', expected 2 to 1000 classes, or a regression");
    }

    @Test
    void aHeaderThatLeavesOneClassIsNamed() throws Exception {
        TsvFile file = read("a\tgood\nb\tbad\n", ANY);

        assertThatThrownBy(() -> OwnTask.of("one", file, OwnTask.Kind.GUESSED))
                .hasMessageContaining("has one label, 'bad' below a header, expected 2");
    }

    @Test
    void aLabelThatIsNotThereIsSaidWithItsLine() throws Exception {
        TsvFile file = read("a\tgood\nb\t\nc\tbad\nd\tgood\n", ANY);

        assertThatThrownBy(() -> OwnTask.of("one", file, OwnTask.Kind.GUESSED))
                .hasMessageEndingWith("line 2: label is '', expected a class or a number");
    }

    private void assertFails(String text, TsvColumns columns, String message) {
        assertThatThrownBy(() -> read(text, columns))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining(message);
    }

    private TsvFile read(String text, TsvColumns columns) throws IOException, InvalidData {
        return TsvFile.read(write(text), columns);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.tsv"), text);
    }

    private static TsvColumns columns(TsvColumns.Header header, String label, String... texts) {
        return new TsvColumns(List.of(texts), Optional.of(label).filter(name -> !name.isEmpty()), header);
    }
}
