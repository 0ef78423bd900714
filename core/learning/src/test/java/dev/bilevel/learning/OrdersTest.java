package dev.bilevel.learning;

import dev.bilevel.events.DataSource;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ModelSource.Weights;
import dev.bilevel.events.Split;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// With the caches of this module's tests, and no network.
class OrdersTest {
    private static final Path HUB = Path.of(System.getenv("HF_HUB_CACHE"));
    private static final Path DATA = Path.of(System.getenv("BILEVEL_HOME"), "glue");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aModelOfTheHubIsOpenedFromThisMachinesCache() throws Exception {
        Path snapshot = Files.createDirectories(
                HUB.resolve("models--owner--micro/snapshots").resolve(COMMIT));
        Files.writeString(snapshot.resolve("config.json"), "no configuration");
        Files.writeString(snapshot.resolve("tokenizer.json"), "{}");
        String address = "hf://owner/micro@" + COMMIT;

        assertThatThrownBy(() -> Orders.model(new ModelSource(address, address, Weights.RANDOM)))
                .isInstanceOfSatisfying(
                        OrderFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID))
                .hasMessageContaining(snapshot.resolve("config.json").toString());
    }

    @Test
    void aModelOfTheHubThatCannotBeHadFailsTheWorkWithItsField() {
        String address = "hf://owner/unknown@" + COMMIT;

        assertThatThrownBy(() -> Orders.model(new ModelSource(address, address, Weights.PRETRAINED)))
                .isInstanceOfSatisfying(
                        OrderFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID))
                .hasMessageStartingWith(
                        "model.path: owner/unknown@" + COMMIT + ": lacks config.json, model.safetensors");
    }

    @Test
    void officialDataIsReadFromThisMachinesCache() throws Exception {
        write("RTE/train.tsv", "index\tsentence1\tsentence2\tlabel\n0\ta\tb\tentailment\n1\tc\td\tnot_entailment\n");
        write("RTE/dev.tsv", "index\tsentence1\tsentence2\tlabel\n0\te\tf\tentailment\n");
        DataSource data = new DataSource("RTE", DataSource.DOWNLOAD, 0.5, 1);

        assertThat(new Splits().of(data, Split.HOLDOUT)).hasSize(1);
        assertThat(Splits.file(data, Split.TRAIN)).isEqualTo(DATA.resolve("RTE/train.tsv"));
    }

    @Test
    void officialDataThatCannotBeHadFailsTheWorkWithItsField() {
        assertThatThrownBy(() -> new Splits().of(new DataSource("QNLI", DataSource.DOWNLOAD, 0.5, 1), Split.HOLDOUT))
                .isInstanceOf(OrderFailed.class)
                .hasMessageStartingWith("data: GLUE's QNLI: was never downloaded to " + DATA.resolve("QNLI"));
    }

    private static void write(String name, String text) throws IOException {
        Path file = DATA.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
