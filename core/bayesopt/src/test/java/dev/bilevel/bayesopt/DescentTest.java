package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DescentTest {
    private static final Box WIDE = new Box(new double[] {-5, -5}, new double[] {5, 5});

    private static double rosenbrock(double[] x, double[] gradient) {
        double curve = x[1] - x[0] * x[0];
        gradient[0] = -400 * x[0] * curve - 2 * (1 - x[0]);
        gradient[1] = 200 * curve;
        return 100 * curve * curve + (1 - x[0]) * (1 - x[0]);
    }

    @Test
    void aCurvedValleyIsFollowedToItsEnd() {
        double[] x = {-1.2, 1};
        double value = new Descent(WIDE, 200, 1e-8, 0.1).minimise(DescentTest::rosenbrock, x);
        assertThat(value).isLessThan(1e-10);
        assertThat(x[0]).isCloseTo(1, within(1e-4));
    }

    @Test
    void aMinimumOutsideTheBoxEndsOnItsSide() {
        double[] x = {-1.2, 1};
        new Descent(new Box(new double[] {-2, -2}, new double[] {0.5, 2}), 200, 1e-10, 0.1)
                .minimise(DescentTest::rosenbrock, x);
        assertThat(x[0]).isEqualTo(0.5);
        assertThat(x[1]).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void aMinimumOutsideTheSimplexEndsOnTheFaceNearestToIt() {
        Region region = new Region(new Encoding(Space.parse(Map.of("w", Map.of("simplex", 4)))), false);
        double[] target = {0.7, 0.6, -0.4, 0.1};
        double[] expected = target.clone();
        Region.projectToSimplex(expected, 0, 4);
        double[] x = {0.25, 0.25, 0.25, 0.25};
        new Descent(region, 100, 1e-10, 0.1).minimise((at, gradient) -> distance(at, target, gradient), x);
        for (int i = 0; i < 4; i++) {
            assertThat(x[i]).isCloseTo(expected[i], within(1e-7));
        }
        assertThat(x[2]).isZero();
        assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void aVertexIsLeftWhereThatIsDownhill() {
        Region region = new Region(new Encoding(Space.parse(Map.of("w", Map.of("simplex", 3)))), false);
        double[] target = {0.2, 0.3, 0.5};
        double[] x = {1, 0, 0};
        new Descent(region, 100, 1e-10, 0.1).minimise((at, gradient) -> distance(at, target, gradient), x);
        assertThat(x[2]).isCloseTo(0.5, within(1e-7));
    }

    private static double distance(double[] x, double[] target, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            gradient[i] = 2 * (x[i] - target[i]);
            sum += (x[i] - target[i]) * (x[i] - target[i]);
        }
        return sum;
    }

    @Test
    void theProjectionIsNearerThanAnyOtherPointOfTheSimplex() {
        SplitMix random = new SplitMix(9);
        Encoding encoding = new Encoding(Space.parse(Map.of("w", Map.of("simplex", 5))));
        for (int trial = 0; trial < 200; trial++) {
            double[] from = random.nextPoint(5);
            for (int i = 0; i < 5; i++) {
                from[i] = 4 * from[i] - 2;
            }
            double[] projected = from.clone();
            Region.projectToSimplex(projected, 0, 5);
            double least = distance(projected, from, new double[5]);
            for (int other = 0; other < 50; other++) {
                double[] point = encoding.fromCube(random.nextPoint(5));
                assertThat(distance(point, from, new double[5])).isGreaterThanOrEqualTo(least - 1e-12);
            }
        }
    }

    @Test
    void anObjectiveWithoutAValueSomewhereIsSearchedElsewhere() {
        double[] x = {0.5, 0};
        double value = new Descent(WIDE, 100, 1e-10, 1)
                .minimise(
                        (at, gradient) -> {
                            gradient[0] = 1 - 1 / at[0];
                            gradient[1] = 2 * at[1];
                            return at[0] <= 0 ? Double.NaN : at[0] - StrictMath.log(at[0]) + at[1] * at[1];
                        },
                        x);
        assertThat(value).isCloseTo(1, within(1e-9));
        assertThat(List.of(Math.round(x[0]), Math.round(x[1]))).containsExactly(1L, 0L);
    }
}
