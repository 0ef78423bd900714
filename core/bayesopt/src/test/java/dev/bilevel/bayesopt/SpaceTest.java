package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SpaceTest {
    private static final Map<String, Object> ALL_KINDS = Map.of(
            "learningRate", Map.of("log", List.of(1e-5, 1e-2)),
            "batchSize", Map.of("choice", List.of(8, 16, 32), "ordered", true),
            "optimizer", Map.of("choice", List.of("adam", "sgd", true), "ordered", false),
            "epochs", Map.of("int", List.of(1, 4)),
            "hidden", Map.of("logInt", List.of(16, 512)),
            "weightDecay", Map.of("uniform", List.of(0, 0.1)),
            "dropout", Map.of("fixed", 0.1),
            "weights", Map.of("simplex", 5));

    @Test
    void everyKindIsReadAndPrintedBack() {
        Space space = Space.parse(ALL_KINDS);
        assertThat(space.parameters())
                .containsExactly(
                        new Choice("batchSize", List.of(8L, 16L, 32L), true),
                        new Fixed("dropout", 0.1),
                        new IntRange("epochs", 1, 4),
                        new LogInt("hidden", 16, 512),
                        new Log("learningRate", 1e-5, 1e-2),
                        new Choice("optimizer", List.of("adam", "sgd", true), false),
                        new Uniform("weightDecay", 0, 0.1),
                        new Simplex("weights", 5));
        assertThat(Space.parse(space.toTree())).isEqualTo(space);
    }

    @Test
    void aYamlNumberWithoutADotIsUnderstood() {
        assertThat(Space.parse(Map.of("rate", Map.of("log", List.of("1e-5", "1E-2")))))
                .isEqualTo(new Space(List.of(new Log("rate", 1e-5, 1e-2))));
    }

    @Test
    void rangesMayBeAsWideAsDoublesAre() {
        assertThat(new Uniform("wide", -8e307, 8e307).read(0.5)).isEqualTo(0.5);
        assertThat(new Uniform("tiny", -1e-300, 1e-300).high()).isEqualTo(1e-300);
    }

    static Stream<Arguments> wrongTrees() {
        return Stream.of(
                wrong(List.of(1, 2), "p", "[1, 2]", "a map"),
                wrong(Map.of(), "p", "empty", "one of uniform, log"),
                wrong(Map.of("normal", List.of(0, 1)), "p.normal", "unknown kind", "one of uniform, log"),
                wrong(Map.of("uniform", List.of(0, 1), "steps", 3), "p", "steps", "a single kind"),
                wrong(Map.of("ordered", true), "p.ordered", "there", "beside choice"),
                wrong(Map.of("uniform", List.of(0, 1), "ordered", true), "p.ordered", "there", "beside choice"),
                wrong(Map.of("choice", List.of(1, 2), "ordered", "yes"), "p.ordered", "'yes'", "true or false"),
                wrong(Map.of("uniform", List.of(1, 0)), "p.uniform", "[1.0, 0.0]", "a lower end below"),
                wrong(Map.of("uniform", List.of(1, 1)), "p.uniform", "[1.0, 1.0]", "a lower end below"),
                wrong(Map.of("uniform", List.of(0, Double.NaN)), "p.uniform", "NaN", "two finite numbers"),
                wrong(Map.of("uniform", List.of(-1.7e308, 1.7e308)), "p.uniform", "1.7E308", "width"),
                wrong(Map.of("uniform", List.of(0.1, 0.10000000000000002)), "p.uniform", "[0.1", "a wider range"),
                wrong(Map.of("uniform", List.of(0, 5e-324)), "p.uniform", "[0.0, 4.9E-324]", "a wider range"),
                wrong(Map.of("log", List.of(1, 1.0000000001)), "p.log", "[1.0, 1.0000000001]", "a wider range"),
                wrong(Map.of("uniform", List.of(0)), "p.uniform", "[0]", "a list of two numbers"),
                wrong(Map.of("uniform", List.of("low", 1)), "p.uniform[0]", "'low'", "a number"),
                wrong(Map.of("uniform", 3), "p.uniform", "3", "a list of two numbers"),
                wrong(Map.of("log", List.of(0, 1)), "p.log", "[0.0, 1.0]", "above 0"),
                wrong(Map.of("log", List.of(-1, 1)), "p.log", "[-1.0, 1.0]", "above 0"),
                wrong(Map.of("int", List.of(1, 2.5)), "p.int[1]", "2.5", "an integer"),
                wrong(Map.of("int", List.of(4, 1)), "p.int", "[4, 1]", "not above"),
                wrong(Map.of("int", List.of(0, 1e17)), "p.int[1]", "1.0E17", "2^53"),
                wrong(Map.of("logInt", List.of(0, 8)), "p.logInt", "[0, 8]", "at least 1"),
                wrong(Map.of("choice", List.of()), "p.choice", "0 options", "1 to 1000"),
                wrong(Map.of("choice", "adam"), "p.choice", "'adam'", "a list of options"),
                wrong(Map.of("choice", List.of(8, 16, 8.0)), "p.choice[2]", "8.0 again", "each option once"),
                wrong(Map.of("choice", List.of("a", List.of())), "p.choice[1]", "[]", "a finite number, a boolean"),
                wrong(Map.of("choice", Arrays.asList("a", null)), "p.choice[1]", "null", "a finite number, a boolean"),
                wrong(Map.of("fixed", Double.POSITIVE_INFINITY), "p.fixed", "Infinity", "a finite number"),
                wrong(Map.of("simplex", 0), "p.simplex", "0", "1 to 128"),
                wrong(Map.of("simplex", 129), "p.simplex", "129", "1 to 128"),
                wrong(Map.of("simplex", 2.5), "p.simplex", "2.5", "the number of weights"));
    }

    private static Arguments wrong(Object tree, String field, String found, String expected) {
        return Arguments.of(tree, field, found, expected);
    }

    @ParameterizedTest
    @MethodSource("wrongTrees")
    void aWrongTreeIsRefusedNamingFieldFoundAndExpected(Object tree, String field, String found, String expected) {
        InvalidSpace error = catchThrowableOfType(InvalidSpace.class, () -> Space.parse(Map.of("p", tree)));
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.found()).contains(found);
        assertThat(error.expected()).contains(expected);
        assertThat(error).hasMessageContaining(error.field()).hasMessageNotContaining("\n");
    }

    @Test
    void anEmptySpaceANamelessParameterAndTooManyDimensionsAreRefused() {
        assertThatThrownBy(() -> Space.parse(Map.of())).hasMessageContaining("at least one parameter");
        assertThatThrownBy(() -> Space.parse(Map.of(" ", Map.of("fixed", 1)))).hasMessageContaining("name");
        assertThatThrownBy(() -> Space.parse(Map.of("a", Map.of("simplex", 100), "b", Map.of("simplex", 100))))
                .hasMessageContaining("200 dimensions");
    }

    @Test
    void aLongWrongValueIsCutInTheMessage() {
        assertThatThrownBy(() -> Space.parse(Map.of("p", "x".repeat(10_000))))
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void cardinalityCountsFiniteSpacesOnly() {
        assertThat(Space.parse(Map.of("a", Map.of("int", List.of(1, 4)), "b", Map.of("choice", List.of(1, 2, 3))))
                        .cardinality())
                .hasValue(12);
        assertThat(Space.parse(ALL_KINDS).cardinality()).isEmpty();
        Map<String, Object> wide = Map.of("int", List.of(0, 1L << 40));
        assertThat(Space.parse(Map.of("a", wide, "b", wide)).cardinality()).isEmpty();
    }

    @Test
    void valuesAreReadInTheSpacesOwnTypes() {
        Space space = Space.parse(ALL_KINDS);
        Configuration read = space.read(Map.of(
                "learningRate",
                1e-3,
                "batchSize",
                16.0,
                "optimizer",
                "sgd",
                "epochs",
                2.0,
                "hidden",
                64,
                "weightDecay",
                0,
                "weights",
                List.of(0, 0, 1, 0, 0)));
        assertThat(read.values())
                .containsEntry("batchSize", 16L)
                .containsEntry("epochs", 2L)
                .containsEntry("weightDecay", 0.0)
                .containsEntry("dropout", 0.1)
                .containsEntry("weights", List.of(0.0, 0.0, 1.0, 0.0, 0.0));
        assertThat(space.read(read.values())).isEqualTo(read);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of("uniform", List.of(0, 1), 1.5, "[0.0, 1.0]"),
                Arguments.of("uniform", List.of(0, 1), Double.NaN, "[0.0, 1.0]"),
                Arguments.of("uniform", List.of(0, 1), "0.5", "a number"),
                Arguments.of("log", List.of(1, 2), 0, "[1.0, 2.0]"),
                Arguments.of("int", List.of(1, 4), 1.5, "an integer"),
                Arguments.of("logInt", List.of(1, 4), 5, "an integer"),
                Arguments.of("choice", List.of("a", "b"), "c", "one of"),
                Arguments.of("choice", List.of(1, 2), "1", "one of"),
                Arguments.of("fixed", 1, 2, "the fixed value 1"),
                Arguments.of("simplex", 2, List.of(0.5, 0.6), "a sum of 1"),
                Arguments.of("simplex", 2, List.of(1.5, -0.5), "[0.0, 1.0]"),
                Arguments.of("simplex", 2, List.of(1.0), "2 weights"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aValueOutsideItsParameterIsRefusedNamingIt(String kind, Object range, Object value, String expected) {
        Space space = Space.parse(Map.of("p", Map.of(kind, range)));
        assertThatThrownBy(() -> space.read(Map.of("p", value)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith("p")
                .hasMessageContaining(expected);
    }

    @Test
    void aMissingAndAnUnknownParameterAreRefused() {
        Space space = Space.parse(Map.of("p", Map.of("int", List.of(1, 4))));
        assertThatThrownBy(() -> space.read(Map.of())).hasMessageContaining("p: is missing");
        assertThatThrownBy(() -> space.read(Map.of("p", 1, "q", 1))).hasMessageContaining("q: is unknown");
    }
}
