package dev.bilevel.standalone.spec;

import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PreflightTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("bilevel.root"), "examples");

    @Test
    void theQuickstartHasAllItNeeds() throws IOException {
        StudySpec spec = quickstart("", "");

        assertThatCode(() -> Preflight.check(spec)).doesNotThrowAnyException();
        assertThatCode(() -> Preflight.checkTrainer(spec)).doesNotThrowAnyException();
    }

    @Test
    void aTrainerThatNobodyStartsIsNamed() throws IOException {
        StudySpec spec = quickstart("trainer: roberta", "trainer: mine");

        assertThatThrownBy(() -> Preflight.checkTrainer(spec))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("trainer: is 'mine', expected roberta");
    }

    @Test
    void missingDataSaysWhatWasLookedForAndWhereToGetIt() throws IOException {
        StudySpec spec = quickstart("data: data ", "data: nowhere ");

        assertThatThrownBy(() -> Preflight.check(spec))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(
                        EXAMPLES.resolve("nowhere/SST-2/train.tsv").toString())
                .hasMessageContaining("https://gluebenchmark.com/tasks");
    }

    @Test
    void aModelFolderWithoutWeightsIsNamed() throws IOException {
        StudySpec spec = quickstart("weights: random", "weights: pretrained");

        assertThatThrownBy(() -> Preflight.check(spec))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("model.path")
                .hasMessageContaining("model.safetensors is missing");
    }

    private static StudySpec quickstart(String right, String other) throws IOException {
        String yaml = Files.readString(EXAMPLES.resolve("quickstart.yaml"));
        return StudySpec.fromYaml(yaml.replace(right, other), EXAMPLES);
    }
}
