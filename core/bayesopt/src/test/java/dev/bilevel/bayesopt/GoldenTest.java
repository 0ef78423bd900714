package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The same bits everywhere and for ever: suggestions as they were when [Suggester#ALGORITHM] got its version.
class GoldenTest {
    private static final Path ACTUAL = Path.of("target", "suggestions.golden");

    @Test
    void suggestionsHaveTheBitsThatTheAlgorithmsVersionStandsFor() throws IOException {
        String actual = suggestions();
        Files.createDirectories(ACTUAL.getParent());
        Files.writeString(ACTUAL, actual);
        try (var in = GoldenTest.class.getResourceAsStream("suggestions.golden")) {
            assertThat(actual)
                    .as("Bits changed. If that is meant: a new version in Suggester.ALGORITHM, then copy %s", ACTUAL)
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Prints the suggestions, to compare machines and virtual machines by hand.
    public static void main(String[] arguments) {
        System.out.print(suggestions());
    }

    private static String suggestions() {
        StringBuilder lines = new StringBuilder(Suggester.ALGORITHM).append('\n');
        List<Problem> problems =
                List.of(Problem.branin(), Problem.hartmann6(), Problem.mixed(), Problem.fusion(), Problem.rosenbrock());
        for (Problem problem : problems) {
            for (String acquisition : List.of("ei", "ucb", "pi", "thompson", "portfolio", "random")) {
                play(problem, acquisition, lines);
            }
        }
        play(Problem.branin(), Map.of("ucb", Map.of("schedule", "srinivas")), lines);
        play(Problem.menu(), "ei", lines);
        play(Problem.menu(), "ucb", lines);
        return lines.toString();
    }

    private static void play(Problem problem, Object acquisition, StringBuilder lines) {
        Level level = new Level(problem.space(), Goal.MINIMISE, Acquisition.parse(acquisition), Design.sobol(4), 17);
        lines.append(problem.name()).append(' ').append(acquisition).append('\n');
        play(level, problem, lines);
    }

    /// Fourteen suggestions, two of them always pending, every fifth a failure.
    private static void play(Level level, Problem problem, StringBuilder lines) {
        Suggester suggester = new Suggester(level);
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Suggestion suggestion = suggester.suggest(history);
            lines.append(bits(suggestion)).append('\n');
            history.add(suggestion.pending());
            if (i >= 2) {
                Observation earlier = history.get(i - 2);
                Configuration known = earlier.configuration();
                Outcome outcome = (i - 2) % 5 == 4
                        ? new Failed("diverged")
                        : new Measured(problem.function().applyAsDouble(known));
                history.set(i - 2, new Observation(known, outcome, earlier.by()));
            }
        }
    }

    private static String bits(Suggestion suggestion) {
        StringBuilder line = new StringBuilder(suggestion.origin().name());
        for (Map.Entry<String, Object> entry :
                suggestion.configuration().values().entrySet()) {
            line.append(' ').append(entry.getKey()).append('=').append(bits(entry.getValue()));
        }
        suggestion
                .acquisitionValue()
                .ifPresent(value -> line.append(" acquisition=").append(bits(value)));
        suggestion.mean().ifPresent(value -> line.append(" mean=").append(bits(value)));
        suggestion.sd().ifPresent(value -> line.append(" sd=").append(bits(value)));
        return line.toString();
    }

    private static String bits(Object value) {
        return switch (value) {
            case Double number -> Double.toHexString(number);
            case List<?> numbers ->
                numbers.stream().map(GoldenTest::bits).toList().toString();
            default -> String.valueOf(value);
        };
    }
}
