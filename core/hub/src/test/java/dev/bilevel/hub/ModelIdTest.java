package dev.bilevel.hub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelIdTest {
    @Test
    void anIdMeansMainUnlessItSaysOtherwise() {
        assertThat(ModelId.parse("FacebookAI/roberta-base")).contains(new ModelId("FacebookAI/roberta-base", "main"));
        assertThat(ModelId.parse("roberta-base@v1.0")).contains(new ModelId("roberta-base", "v1.0"));
        assertThat(ModelId.parse("hf://a/b@refs/pr/3")).contains(new ModelId("a/b", "refs/pr/3"));
    }

    @Test
    void anAddressReadsAsTheSameId() {
        ModelId id = new ModelId("sentence-transformers/all-MiniLM-L6-v2", "0123456789abcdef0123456789abcdef01234567");
        assertThat(id.pinned()).isTrue();
        assertThat(ModelId.parse(id.address())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "/models/minilm",
                "./minilm",
                "../minilm",
                "~/minilm",
                "a/b/c",
                "a//b",
                "a/",
                "/a",
                "a/..",
                "a/b..c",
                "a--b",
                "-a",
                "a-",
                "a/.b",
                "a/b.git",
                "a b",
                "a\\b",
                "C:\\models",
                "a/b@",
                "a/b@../../etc",
                "a/b@/x",
                "a/b@x/",
                "a/b@x//y",
                "a/b@x y",
                "a/b@.git",
                "a/b@x\n",
                "hf://",
                "hf://hf://a/b",
                "https://huggingface.co/a/b"
            })
    void whatIsNoIdIsNone(String text) {
        assertThat(ModelId.parse(text)).isEmpty();
    }

    @Test
    void aNameOfMoreThan96LettersIsNone() {
        assertThat(ModelId.parse("a".repeat(96))).isPresent();
        assertThat(ModelId.parse("a".repeat(97))).isEmpty();
    }

    @Test
    void aCommitIsFortyHexDigits() {
        assertThatThrownBy(() -> new ModelId("a/b", "main").at("e2da8e2"))
                .hasMessage("is 'e2da8e2', expected a commit: 40 hex digits");
    }
}
