package dev.bilevel.glue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The real files, where this machine has them.
class OfficialFilesTest {
    private static final Path GLUE =
            Path.of(System.getProperty("bilevel.shared", "../shared")).resolve("data/glue");

    @ParameterizedTest
    @CsvSource({
        "COLA, TRAIN, 8551, 6023",
        "COLA, DEV, 1043, 721",
        "SST2, TRAIN, 67349, 37569",
        "SST2, DEV, 872, 444",
        "MRPC, TRAIN, 3668, 2474",
        "MRPC, DEV, 408, 279",
        "WNLI, TRAIN, 635, 312",
        "WNLI, DEV, 71, 31"
    })
    void everyLineOfTheOfficialFilesIsRead(Task task, Part part, int examples, int ofClass1) throws Exception {
        Dataset dataset = read(task, part);
        assertThat(dataset.malformed()).isEmpty();
        assertThat(dataset.examples())
                .hasSize(examples)
                .allMatch(example -> !example.first().isEmpty());
        assertThat(dataset.examples().stream().filter(example -> example.label() == 1))
                .hasSize(ofClass1);
    }

    @ParameterizedTest
    @CsvSource({"TRAIN, 5749", "DEV, 1500"})
    void everyScoreOfStsBIsRead(Part part, int examples) throws Exception {
        Dataset dataset = read(Task.STSB, part);
        assertThat(dataset.malformed()).isEmpty();
        assertThat(dataset.examples())
                .hasSize(examples)
                .allMatch(example -> example.second().isPresent());
        assertThat(dataset.examples())
                .extracting(Example::label)
                .contains(0.0, 5.0)
                .allMatch(score -> score >= 0 && score <= 5);
    }

    private static Dataset read(Task task, Part part) throws InvalidData {
        Path folder = GLUE.resolve(task.officialName());
        assumeTrue(Files.isDirectory(folder), () -> "skipped: no official data in " + folder);
        return GlueData.read(GLUE, task, part);
    }
}
