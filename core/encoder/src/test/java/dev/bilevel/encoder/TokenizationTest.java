package dev.bilevel.encoder;

import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenizationTest {
    @TempDir
    Path folder;

    @Test
    void aBertWithOneSegmentTakesSinglesAndRefusesPairs() throws Exception {
        Path bert = Fixture.of("bert").folder();
        Files.copy(bert.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        String config = Files.readString(bert.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"),
                config.replaceFirst("\"type_vocab_size\": *\\d+", "\"type_vocab_size\": 1"));
        ModelFolder model = ModelFolder.open(folder, folder, true);
        Example single = new Example("a few words", Optional.empty(), 0);

        assertThat(Tokenization.of(model, 16, List.of(single)).ids(0)).hasSizeGreaterThan(2);
        assertThatThrownBy(
                        () -> Tokenization.of(model, 16, List.of(new Example("a few", Optional.of("and others"), 0))))
                .isInstanceOf(InvalidModel.class)
                .hasMessageEndingWith("makes segment id 1, expected below type_vocab_size 1");
    }

    @Test
    void aBertNeedsNoPaddingOfItsOwnWhereARobertaDoes() throws Exception {
        for (String family : List.of("bert", "roberta")) {
            Path model = Fixture.of(family).folder();
            Path copy = Files.createDirectory(folder.resolve(family));
            Files.copy(model.resolve("tokenizer.json"), copy.resolve("tokenizer.json"));
            String config = Files.readString(model.resolve("config.json"));
            Files.writeString(
                    copy.resolve("config.json"),
                    config.replaceFirst("\"pad_token_id\": *\\d+", "\"pad_token_id\": null"));
        }

        assertThat(ModelFolder.open(folder.resolve("bert"), folder.resolve("bert"), true)
                        .architecture()
                        .padding())
                .isZero();
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("roberta"), folder.resolve("roberta"), true))
                .isInstanceOf(InvalidModel.class)
                .hasMessageContaining("pad_token_id");
    }

    /// Rows of [OddToken]: the longer one keeps the odd token, the second where both are equally long.
    @Test
    void bothTextsAreCutToHalvesAndOneHasTheOddToken() throws Exception {
        ModelFolder model = Fixture.of("bert").pretrained();
        String longer = "one two three four five six seven eight nine ten ".repeat(4);

        TokenizedExamples rows = Tokenization.of(
                model,
                16,
                List.of(
                        new Example(longer, Optional.of(longer), 0),
                        new Example("one two", Optional.of(longer), 0),
                        new Example(longer, Optional.of("one two"), 0)));

        for (int i = 0; i < 3; i++) {
            assertThat(rows.ids(i)).hasSize(16);
        }
        int[] types = rows.types(0);
        assertThat(Arrays.stream(types).filter(type -> type == 1).count())
                .as("[CLS] and [SEP] with the first: 2 + 6, then 7 + 1")
                .isEqualTo(8);
    }
}
