package dev.bilevel.hub;

import dev.bilevel.glue.Part;
import dev.bilevel.glue.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What is known of the official files without asking their servers.
class OfficialDataTest {
    private static final Path MRPC =
            Path.of(System.getProperty("bilevel.shared", "../shared")).resolve("data/glue/MRPC");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Task.class)
    void everyTaskHasAnAddressALengthAndAHash(Task task) {
        List<GlueSource.Remote> files = switch (GlueSource.of(task)) {
            case GlueSource.Zip(GlueSource.Remote file) -> List.of(file);
            case GlueSource.Paraphrases(GlueSource.Remote corpus, GlueSource.Remote devIds) -> List.of(corpus, devIds);
        };
        assertThat(files).allSatisfy(file -> {
            assertThat(file.path()).startsWith("/").doesNotContain("..");
            assertThat(file.bytes()).isPositive();
            assertThat(file.sha256()).matches("[0-9a-f]{64}");
        });
        assertThat(files).anySatisfy(file -> assertThat(file.path()).startsWith("/glue/data/"));
    }

    @Test
    void theRealMrpcIsSplitAsGluesOwnScriptSplitsIt() throws Exception {
        assumeTrue(Files.isDirectory(MRPC), () -> "skipped: no official data in " + MRPC);
        List<String> train = Files.readAllLines(MRPC.resolve(Part.TRAIN.fileName(Task.MRPC)));
        List<String> dev = Files.readAllLines(MRPC.resolve(Part.DEV.fileName(Task.MRPC)));
        // The corpus as it was before: every ninth line or so is a dev pair.
        List<String> corpus = new ArrayList<>(train);
        for (int i = 1; i < dev.size(); i++) {
            corpus.add(1 + 9 * (i - 1), dev.get(i));
        }
        List<String> ids = dev.stream()
                .skip(1)
                .map(line -> String.join("\t", List.of(line.split("\t", -1)).subList(1, 3)))
                .sorted()
                .toList();

        DevSplit.write(
                Files.write(folder.resolve("corpus"), corpus),
                Files.write(folder.resolve("ids"), ids),
                folder.resolve("train.tsv"),
                folder.resolve("dev.tsv"));
        assertThat(folder.resolve("train.tsv")).hasSameBinaryContentAs(MRPC.resolve("train.tsv"));
        assertThat(folder.resolve("dev.tsv")).hasSameBinaryContentAs(MRPC.resolve("dev.tsv"));
    }
}
