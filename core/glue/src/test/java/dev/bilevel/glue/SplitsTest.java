package dev.bilevel.glue;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// [Carving] and [Subset]. Each example's text is its place in train.
class SplitsTest {
    static Stream<JsonNode> carvings() {
        return Fixtures.cases("splits.json", "carvings");
    }

    static Stream<JsonNode> subsets() {
        return Fixtures.cases("splits.json", "subsets");
    }

    @ParameterizedTest
    @MethodSource("carvings")
    void theSameSeedCarvesTheSameExamplesForEver(JsonNode golden) {
        List<Example> train = examples(Fixtures.numbers(golden.get("labels")));
        Carved carved = Carving.carve(
                train, golden.get("fraction").doubleValue(), golden.get("seed").longValue());
        assertThat(places(carved.validation())).containsExactly(Fixtures.integers(golden.get("validation")));
    }

    @ParameterizedTest
    @MethodSource("subsets")
    void theSameSeedTakesTheSameSubsetForEver(JsonNode golden) {
        List<Example> all = examples(new double[golden.get("count").intValue()]);
        List<Example> subset =
                Subset.of(all, golden.get("size").intValue(), golden.get("seed").longValue());
        assertThat(places(subset)).containsExactly(Fixtures.integers(golden.get("chosen")));
    }

    @Test
    void theGeneratorIsTheOnePublished() {
        SplitMix64 random = new SplitMix64(1234567);
        assertThat(IntStream.range(0, 5).mapToObj(_ -> Long.toUnsignedString(random.next())))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    @Property
    void bothPartsTogetherAreTrainAndKeepItsOrder(
            @ForAll @Size(min = 2, max = 200) List<@IntRange(max = 2) Integer> labels,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double fraction,
            @ForAll long seed) {
        List<Example> train = examples(labels.stream().mapToDouble(i -> i).toArray());
        Carved carved = Carving.carve(train, fraction, seed);
        assertThat(places(carved.train())).isSorted();
        assertThat(places(carved.validation())).isSorted();
        List<Example> both = new ArrayList<>(carved.train());
        both.addAll(carved.validation());
        both.sort(Comparator.comparingInt(example -> Integer.parseInt(example.first())));
        assertThat(both).isEqualTo(train);
        assertThat(carved.train()).isNotEmpty();
        assertThat(carved.validation().isEmpty()).isEqualTo(fraction == 0);
    }

    @Property
    void everyClassKeepsItsShareToWithinOneExample(
            @ForAll @Size(min = 2, max = 200) List<@IntRange(max = 2) Integer> labels,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double fraction,
            @ForAll long seed) {
        List<Example> train = examples(labels.stream().mapToDouble(i -> i).toArray());
        List<Example> validation = Carving.carve(train, fraction, seed).validation();
        double carved = (double) validation.size() / train.size();
        for (int label = 0; label <= 2; label++) {
            assertThat((double) count(validation, label)).isCloseTo(count(train, label) * carved, within(1.0));
        }
    }

    @Test
    void anotherSeedCarvesOthers() {
        List<Example> train = examples(new double[1000]);
        assertThat(Carving.carve(train, 0.1, 1).validation())
                .isNotEqualTo(Carving.carve(train, 0.1, 2).validation());
        assertThat(Subset.of(train, 100, 1)).isNotEqualTo(Subset.of(train, 100, 2));
    }

    @Test
    void carvingAndSubsetOfTheSameSeedAreUnrelated() {
        List<Example> train = examples(new double[1000]);
        assertThat(Carving.carve(train, 0.1, 1).validation()).isNotEqualTo(Subset.of(train, 100, 1));
    }

    @Test
    void zeroMeansTheWholeOfASubsetAndSoDoesMoreThanThereIs() {
        List<Example> all = examples(new double[10]);
        assertThat(Subset.of(all, 0, 1)).isEqualTo(all);
        assertThat(Subset.of(all, 10, 1)).isEqualTo(all);
        assertThat(Subset.of(all, 11, 1)).isEqualTo(all);
        assertThat(Subset.of(List.of(), 3, 1)).isEmpty();
    }

    @Test
    void sizesAndFractionsOutOfRangeAreRefused() {
        List<Example> two = examples(0, 1);
        for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> Carving.carve(two, fraction, 1))
                    .hasMessage("validation: is " + fraction + ", expected 0 to below 1");
        }
        assertThatThrownBy(() -> Carving.carve(two.subList(0, 1), 0.5, 1))
                .hasMessage("train: has 1 examples, expected at least 2 to carve validation from");
        assertThatThrownBy(() -> Subset.of(two, -1, 1)).hasMessageStartingWith("examples: is -1");
    }

    private static List<Example> examples(double... labels) {
        return IntStream.range(0, labels.length)
                .mapToObj(i -> new Example(Integer.toString(i), Optional.empty(), labels[i]))
                .toList();
    }

    private static int[] places(List<Example> examples) {
        return examples.stream()
                .mapToInt(example -> Integer.parseInt(example.first()))
                .toArray();
    }

    private static long count(List<Example> examples, int label) {
        return examples.stream().filter(example -> example.label() == label).count();
    }
}
