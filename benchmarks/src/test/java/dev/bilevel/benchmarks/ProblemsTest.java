package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Against values that `benchmarks/peers/fixture.py` computed with the functions that the other optimisers get.
class ProblemsTest {
    private static final double RELATIVE = 1e-11;

    static Stream<String> fixture() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(ProblemsTest.class.getResourceAsStream("values.csv"), StandardCharsets.UTF_8))) {
            return reader.lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixture")
    void aFunctionHasTheSameValuesAndNoiseAsInPython(String line) {
        String[] cells = line.split(";", -1);
        Problem problem = Problems.named(cells[0]).orElseThrow();
        Configuration configuration = problem.space().read(values(cells[1]));
        double expected = Double.parseDouble(cells[2]);
        assertThat(problem.value(configuration)).isCloseTo(expected, within(RELATIVE * (1 + Math.abs(expected))));
        double noisy = Double.parseDouble(cells[3]);
        assertThat(problem.measured(configuration, 3, 7)).isCloseTo(noisy, within(RELATIVE * (1 + Math.abs(noisy))));
        assertThat(problem.regret(configuration)).isNotNegative();
    }

    @Test
    void everyFunctionIsInTheFixture() throws IOException {
        TreeSet<String> names =
                new TreeSet<>(fixture().map(line -> line.split(";", -1)[0]).toList());
        assertThat(Problems.all()).extracting(Problem::name).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aTableHasALossForEveryConfigurationOfItsSpace() {
        List<Problem> tables = Stream.of("svc3", "boosting4", "perceptron5")
                .map(name -> Problems.named(name).orElseThrow())
                .toList();
        for (Problem table : tables) {
            int size = (int) table.space().cardinality().orElseThrow();
            assertThat(size).isGreaterThanOrEqualTo(500);
            Course course = new Contest(table, dev.bilevel.bayesopt.Acquisition.parse("random"), size, 1).play(0);
            assertThat(course.regret()).hasSize(size);
            assertThat(course.lastRegret()).isZero();
        }
    }

    private static Map<String, Object> values(String parameters) {
        Map<String, Object> values = new HashMap<>();
        for (String parameter : parameters.split(",", -1)) {
            String[] pair = parameter.split("=", -1);
            values.put(pair[0], value(pair[1]));
        }
        return values;
    }

    private static Object value(String text) {
        if (Character.isLetter(text.charAt(0))) {
            return text;
        }
        if (text.contains(":")) {
            return Arrays.stream(text.split(":", -1)).map(Double::valueOf).toList();
        }
        return text.matches("-?\\d+") ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
    }
}
