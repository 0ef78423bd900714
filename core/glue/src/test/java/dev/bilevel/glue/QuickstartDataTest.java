package dev.bilevel.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What `examples/` ships.
class QuickstartDataTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("bilevel.root", "../..")).resolve("examples");

    @Test
    void theShippedFilesAreWhatTheGeneratorMakes() throws IOException {
        List<String> files = QuickstartData.files();
        assertThat(EXAMPLES.resolve("data/SST-2/train.tsv")).hasContent(files.getFirst());
        assertThat(EXAMPLES.resolve("data/SST-2/dev.tsv")).hasContent(files.getLast());
    }

    @Test
    void theReviewsAreOfficialInLayoutBalancedAndAllDifferent() throws InvalidData {
        Dataset train = GlueData.read(EXAMPLES.resolve("data"), Task.SST2, Part.TRAIN);
        Dataset dev = GlueData.read(EXAMPLES.resolve("data"), Task.SST2, Part.DEV);
        assertThat(train.malformed()).isEmpty();
        assertThat(dev.malformed()).isEmpty();
        assertThat(train.examples()).hasSize(QuickstartData.TRAIN);
        assertThat(dev.examples()).hasSize(QuickstartData.DEV);

        assertThat(meanLabel(train)).isBetween(0.47, 0.53);
        assertThat(meanLabel(dev)).isBetween(0.47, 0.53);
        Set<String> texts = new HashSet<>();
        assertThat(train.examples()).allMatch(example -> texts.add(example.first()));
        assertThat(dev.examples()).allMatch(example -> texts.add(example.first()));
    }

    @Test
    void theMicroModelsConfigurationFitsItsTokenizer() throws IOException {
        JsonNode config = json("models/roberta-micro/config.json");
        JsonNode tokenizer = json("models/roberta-micro/tokenizer.json");
        assertThat(tokenizer.at("/model/vocab"))
                .hasSize(config.get("vocab_size").intValue());
        assertThat(tokenizer.at("/model/vocab/<s>")).isEqualTo(config.get("bos_token_id"));
        assertThat(tokenizer.at("/model/vocab/<pad>")).isEqualTo(config.get("pad_token_id"));
        assertThat(tokenizer.at("/model/vocab/<~1s>")).isEqualTo(config.get("eos_token_id"));
        assertThat(tokenizer.at("/post_processor/type").textValue()).isEqualTo("RobertaProcessing");
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(EXAMPLES.resolve(file)));
    }

    private static double meanLabel(Dataset dataset) {
        return dataset.examples().stream().mapToDouble(Example::label).average().orElseThrow();
    }
}
