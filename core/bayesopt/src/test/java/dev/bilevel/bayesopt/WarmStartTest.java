package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A level that knows an earlier study's observations.
class WarmStartTest {
    private static final Space LINE = Space.parse(Map.of("x", Map.of("uniform", List.of(0, 1))));
    private static final Space FEW = Space.parse(Map.of("k", Map.of("int", List.of(1, 3))));
    private static final Acquisition EI = Acquisition.parse("ei");

    private static Level level(Space space, Design design, List<Observation> earlier) {
        return new Level(space, Goal.MINIMISE, EI, design, 17, earlier);
    }

    private static Configuration x(double x) {
        return new Configuration(Map.of("x", x));
    }

    private static Observation k(long k, Outcome outcome) {
        return new Observation(new Configuration(Map.of("k", k)), outcome);
    }

    /// Values of (x − 0.7)² at even steps.
    private static List<Observation> parabola(int points) {
        return IntStream.range(0, points)
                .mapToDouble(i -> i / (points - 1.0))
                .mapToObj(x -> new Observation(x(x), new Measured((x - 0.7) * (x - 0.7))))
                .toList();
    }

    @Test
    void enoughEarlierValuesTakeTheDesignsPlaceAndLeadTheWay() {
        Suggestion first = new Suggester(level(LINE, Design.sobol(5), parabola(6))).suggest(List.of());

        assertThat(first.origin()).isEqualTo(Origin.SURROGATE);
        assertThat((double) first.configuration().values().get("x")).isBetween(0.6, 0.8);
    }

    @Test
    void givenPointsComeFirstAllTheSame() {
        Design design = new Design(List.of(x(0.1)), 3);

        Suggestion first = new Suggester(level(LINE, design, parabola(6))).suggest(List.of());

        assertThat(first.origin()).isEqualTo(Origin.GIVEN);
    }

    @Test
    void fewEarlierValuesLeaveTheDesignAsItIs() {
        Level cold = level(LINE, Design.sobol(5), List.of());
        Level warm = level(LINE, Design.sobol(5), parabola(4));

        assertThat(new Suggester(warm).suggest(List.of())).isEqualTo(new Suggester(cold).suggest(List.of()));
    }

    @Test
    void failuresDoNotCountTowardsTheDesign() {
        List<Observation> earlier = new ArrayList<>(parabola(4));
        earlier.add(new Observation(x(0.95), new Failed("diverged")));

        assertThat(new Suggester(level(LINE, Design.sobol(5), earlier))
                        .suggest(List.of())
                        .origin())
                .isEqualTo(Origin.DESIGN);
    }

    @Test
    void whatWasTriedEarlierIsNotSuggestedAgainAndIsNoPartOfTheHistory() {
        Level warm = level(FEW, Design.sobol(2), List.of(k(1, new Measured(5)), k(3, new Failed("crashed"))));
        Suggestion first = new Suggester(warm).suggest(List.of());

        assertThat(first.configuration().values()).containsEntry("k", 2L);
        assertThat(first.seed()).isEqualTo(Seeds.derive(17, "suggestion", 0));
        assertThatThrownBy(() -> new Suggester(warm).suggest(List.of(k(2, new Pending()))))
                .isInstanceOf(SpaceExhausted.class)
                .hasMessageContaining("3 configurations");
    }

    @Test
    void anEarlierObservationOutsideTheSpaceIsNamed() {
        assertThatThrownBy(() -> level(FEW, Design.sobol(2), List.of(k(1, new Measured(5)), k(4, new Measured(5)))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("earlier[1].k: is 4, expected an integer in [1, 3]");
    }

    @Test
    void anEarlierObservationCannotBePending() {
        assertThatThrownBy(() -> level(FEW, Design.sobol(2), List.of(k(1, new Pending()))))
                .hasMessage("earlier[0]: is pending, expected a value or a failure");
    }
}
