package dev.bilevel.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndicesTest {
    @Test
    void runsAreWrittenAsRangesAndReadBack() {
        Indices indices = Indices.below(9, index -> index != 4 && index != 6);

        assertThat(indices).hasToString("0-3,5,7-8").isEqualTo(Indices.parse("0-3,5,7-8"));
        assertThat(indices).containsExactly(0, 1, 2, 3, 5, 7, 8);
        assertThat(indices.size()).isEqualTo(7);
    }

    @Test
    void aSetAndTheOthersMakeAllOfThem() {
        Indices indices = Indices.parse("1-2,5");

        assertThat(indices.othersBelow(8)).containsExactly(0, 3, 4, 6, 7);
        assertThat(indices.othersBelow(4)).containsExactly(0, 3);
        assertThat(Indices.below(0).othersBelow(2)).containsExactly(0, 1);
        assertThat(Indices.below(3).othersBelow(3)).isEmpty();
        for (int index = 0; index < 8; index++) {
            assertThat(indices.contains(index))
                    .isNotEqualTo(indices.othersBelow(8).contains(index));
        }
    }

    @Test
    void aListOfIndicesIsReadAsItWasFirstWritten() throws Exception {
        assertThat(EventCodec.mapper().readValue("[4, 0, 1]", Indices.class)).isEqualTo(Indices.parse("0-1,4"));
        assertThat(EventCodec.mapper().readValue("\"0-1,4\"", Indices.class)).isEqualTo(Indices.parse("0-1,4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3-1", "1,0", "0,1", "0-2,2", "-1", "1-", "01", "1.5", "a", ",", "0-9999999999"})
    void whatIsNoAscendingListOfRangesIsRefused(String text) {
        assertThatThrownBy(() -> Indices.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("indices: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[1.5]", "[\"1\"]", "7", "{}"})
    void jsonThatIsNoSetOfIndicesIsRefused(String json) {
        assertThatThrownBy(() -> EventCodec.mapper().readValue(json, Indices.class))
                .hasMessageContaining("indices");
    }
}
