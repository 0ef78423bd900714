package dev.bilevel.glue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// One test for each layout, in the words of its file.
class OfficialLayoutsTest {
    @TempDir
    private Path folder;

    @Test
    void colaHasNoHeaderAndItsSentenceComesLast() throws Exception {
        write("CoLA/train.tsv", "gj04\t1\t\tOne more and I'm giving up.\nks08\t0\t*\tThey drank the pub.\n");
        assertThat(GlueData.read(folder, Task.COLA, Part.TRAIN).examples())
                .containsExactly(one("One more and I'm giving up.", 1), one("They drank the pub.", 0));
    }

    @Test
    void sst2KeepsTheSpaceBeforeTheTab() throws Exception {
        write("SST-2/dev.tsv", "sentence\tlabel\nit 's charming . \t1\n");
        assertThat(GlueData.read(folder, Task.SST2, Part.DEV).examples()).containsExactly(one("it 's charming . ", 1));
    }

    @Test
    void mrpcHasAByteOrderMarkAndLiteralQuotes() throws Exception {
        write(
                "MRPC/train.tsv",
                "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n"
                        + "1\t70\t71\tHe said \"the foodservice\" pays.\t\"The foodservice does not.\n");
        assertThat(GlueData.read(folder, Task.MRPC, Part.TRAIN).examples())
                .containsExactly(two("He said \"the foodservice\" pays.", "\"The foodservice does not.", 1));
    }

    @Test
    void stsbHasAScoreInTheLastOfTenColumns() throws Exception {
        write(
                "STS-B/dev.tsv",
                "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n"
                        + "0\tmain\tMSRvid\t2012\t0001\tnone\tnone\tA plane.\tAn air plane.\t4.750\n");
        assertThat(GlueData.read(folder, Task.STSB, Part.DEV).examples())
                .containsExactly(two("A plane.", "An air plane.", 4.75));
    }

    @Test
    void qqpHasThreeIdsBeforeItsQuestions() throws Exception {
        write(
                "QQP/train.tsv",
                "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n0\t1\t2\tWhat is \"it\"?\tWhy?\t0\n");
        assertThat(GlueData.read(folder, Task.QQP, Part.TRAIN).examples())
                .containsExactly(two("What is \"it\"?", "Why?", 0));
    }

    @Test
    void mnliKeepsItsGoldLabelElsewhereInTrainThanInDev() throws Exception {
        String parses = "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse"
                + "\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1";
        String line = "0\t31193\t31193n\tfiction\t( a )\t( b )\t(ROOT a)\t(ROOT b)\tIt rains.\tIt pours.\t";
        write("MNLI/train.tsv", parses + "\tgold_label\n" + line + "neutral\tneutral\n");
        String five = parses + "\tlabel2\tlabel3\tlabel4\tlabel5\tgold_label\n";
        write("MNLI/dev_matched.tsv", five + line + "neutral\tneutral\tentailment\tneutral\tneutral\tcontradiction\n");
        write("MNLI/dev_mismatched.tsv", five + line + "neutral\tneutral\tneutral\tneutral\tneutral\tentailment\n");

        assertThat(GlueData.read(folder, Task.MNLI, Part.TRAIN).examples())
                .containsExactly(two("It rains.", "It pours.", 1));
        assertThat(GlueData.read(folder, Task.MNLI, Part.DEV).examples())
                .containsExactly(two("It rains.", "It pours.", 2));
        assertThat(GlueData.read(folder, Task.MNLI, Part.DEV_MISMATCHED).examples())
                .containsExactly(two("It rains.", "It pours.", 0));
    }

    @Test
    void qnliAsksAQuestionOfASentence() throws Exception {
        write("QNLI/train.tsv", "index\tquestion\tsentence\tlabel\n0\tWhen?\tIn 1908.\tnot_entailment\n");
        assertThat(GlueData.read(folder, Task.QNLI, Part.TRAIN).examples())
                .containsExactly(two("When?", "In 1908.", 1));
    }

    @Test
    void rteSpellsItsLabelsOut() throws Exception {
        write("RTE/dev.tsv", "index\tsentence1\tsentence2\tlabel\n0\tIt was late.\tIt was.\tentailment\n");
        assertThat(GlueData.read(folder, Task.RTE, Part.DEV).examples())
                .containsExactly(two("It was late.", "It was.", 0));
    }

    @Test
    void wnliNumbersItsLabels() throws Exception {
        write("WNLI/dev.tsv", "index\tsentence1\tsentence2\tlabel\n0\tThe carrot had it.\tIt had.\t1\n");
        assertThat(GlueData.read(folder, Task.WNLI, Part.DEV).examples())
                .containsExactly(two("The carrot had it.", "It had.", 1));
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static Example one(String text, double label) {
        return new Example(text, Optional.empty(), label);
    }

    private static Example two(String first, String second, double label) {
        return new Example(first, Optional.of(second), label);
    }
}
