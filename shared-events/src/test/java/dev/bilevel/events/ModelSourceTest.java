package dev.bilevel.events;

import dev.bilevel.events.ModelSource.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelSourceTest {
    private static final String COMMIT = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/micro",
                "models/micro",
                "C:\\models",
                "hf://FacebookAI/roberta-base@" + COMMIT,
                "hf://gpt2@" + COMMIT,
                "hf://sentence-transformers/all-MiniLM-L6-v2@" + COMMIT
            })
    void aFolderOrAModelOfTheHubAtACommitIsAPlace(String place) {
        assertThat(new ModelSource(place, place, Weights.PRETRAINED).path()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf://a/b",
                "hf://a/b@main",
                "hf://a/b@e2da8e2",
                "hf://a/b@E2DA8E2F811D1448A5B465C236FEACD80FFBAC7B",
                "hf://@" + COMMIT,
                "hf:///b@" + COMMIT,
                "hf://a/@" + COMMIT,
                "hf://a/b/c@" + COMMIT,
                "hf://../b@" + COMMIT,
                "hf://a/b@c@" + COMMIT,
                "hf://a b@" + COMMIT
            })
    void anAddressThatDoesNotSayWhichStateOfWhichModelIsNone(String place) {
        assertThatThrownBy(() -> new ModelSource(place, "/t", Weights.PRETRAINED))
                .hasMessage("path: is '" + place + "', expected a folder or hf://owner/name@commit, the commit with all"
                        + " its 40 hex digits");
        assertThatThrownBy(() -> new ModelSource("/m", place, Weights.RANDOM))
                .hasMessageStartingWith("tokenizer: is '" + place + "'");
    }

    @Test
    void aBlankPlaceIsNone() {
        assertThatThrownBy(() -> new ModelSource(" ", "/t", Weights.RANDOM))
                .hasMessage("path: is blank, expected a text");
    }
}
