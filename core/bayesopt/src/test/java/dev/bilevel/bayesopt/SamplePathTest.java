package dev.bilevel.bayesopt;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// A drawn function against the posterior that it is drawn from.
class SamplePathTest {
    private static final Space SPACE = Space.parse(Map.of(
            "a", Map.of("uniform", List.of(0, 1)),
            "b", Map.of("uniform", List.of(0, 1)),
            "c", Map.of("choice", List.of("x", "y", "z"))));
    private static final Encoding ENCODING = new Encoding(SPACE);
    private static final double[] THETA = {-1, -0.5, 0.2, 0.3, StrictMath.log(1e-3)};

    private static double[][] points(int n, long seed) {
        SplitMix random = new SplitMix(seed);
        double[][] x = new double[n][];
        for (int i = 0; i < n; i++) {
            x[i] = ENCODING.fromCube(random.nextPoint(3));
        }
        return x;
    }

    private static double[] outcomes(double[][] x) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = StrictMath.sin(6 * x[i][0]) + x[i][1] + (x[i][2] == 1 ? 0.7 : 0);
        }
        return z;
    }

    private static Surrogate surrogate(Kernel kernel, double[][] x) {
        Posterior posterior = Posterior.of(x, outcomes(x), ENCODING.categories(), kernel, THETA);
        return new Surrogate(
                kernel, THETA, posterior, Warp.candidates(outcomes(x)).getFirst());
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void manyPathsHaveThePosteriorsMeanAndDeviation(Kernel kernel) {
        double[][] x = points(12, 1);
        Surrogate surrogate = surrogate(kernel, x);
        double[][] queries = points(6, 2);
        int paths = 2000;
        double[] sum = new double[queries.length];
        double[] squares = new double[queries.length];
        for (int p = 0; p < paths; p++) {
            SamplePath path = new SamplePath(surrogate, ENCODING, outcomes(x), p);
            for (int q = 0; q < queries.length; q++) {
                double value = -path.at(queries[q]);
                sum[q] += value;
                squares[q] += value * value;
            }
        }
        for (int q = 0; q < queries.length; q++) {
            surrogate.posterior().at(queries[q]);
            double mean = sum[q] / paths;
            double sd = Math.sqrt(squares[q] / paths - mean * mean);
            assertThat(mean).isCloseTo(surrogate.posterior().mean(), within(0.08));
            assertThat(sd / surrogate.posterior().sd()).isCloseTo(1, within(0.08));
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void aPathsGradientAgreesWithDifferences(Kernel kernel) {
        double[][] x = points(12, 1);
        SamplePath path = new SamplePath(surrogate(kernel, x), ENCODING, outcomes(x), 3);
        double[] gradient = new double[3];
        for (double[] query : points(5, 4)) {
            double value = path.at(query, gradient);
            assertThat(value).isCloseTo(path.at(query), within(1e-12));
            for (int d = 0; d < 2; d++) {
                double[] up = query.clone();
                double[] down = query.clone();
                up[d] += 1e-6;
                down[d] -= 1e-6;
                assertThat(gradient[d]).isCloseTo((path.at(up) - path.at(down)) / 2e-6, within(1e-5));
            }
            assertThat(gradient[2]).isZero();
        }
    }
}
