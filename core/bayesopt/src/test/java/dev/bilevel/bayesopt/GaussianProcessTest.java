package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Against gaussian_process.py, which computes the same with 50 digits, and against differences.
class GaussianProcessTest {
    private static final boolean[] CATEGORY = {false, false, true};
    private final double[] theta = rows("theta").getFirst();
    private final double[][] x = rows("x").toArray(double[][]::new);
    private final double[] z = rows("z").getFirst();
    private final Hyperprior prior = new Hyperprior(3);

    private static List<double[]> rows(String what) {
        try (var in = GaussianProcessTest.class.getResourceAsStream("gaussian_process.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> List.of(line.split(",", -1)))
                    .filter(line -> line.getFirst().equals(what))
                    .map(line -> line.stream()
                            .skip(1)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void theMarginalLikelihoodAndItsGradientAgreeWithTheReference(Kernel kernel) {
        double[] gradient = new double[5];
        double value = new Likelihood(x, z, CATEGORY, kernel, prior).at(theta, gradient);
        double[] priorGradient = new double[5];
        double priorValue = prior.addTo(theta, priorGradient);
        assertThat(value - priorValue).isCloseTo(rows("nll." + kernel.label()).getFirst()[0], within(1e-11));
        double[] expected = rows("gradient." + kernel.label()).getFirst();
        for (int i = 0; i < 5; i++) {
            assertThat(gradient[i] - priorGradient[i]).isCloseTo(expected[i], within(1e-10));
        }
    }

    @Test
    void thePriorsGradientAgreesWithDifferences() {
        double[] gradient = new double[5];
        prior.addTo(theta, gradient);
        for (int i = 0; i < 5; i++) {
            double[] ignored = new double[5];
            double slope =
                    (prior.addTo(shifted(theta, i, 1e-5), ignored) - prior.addTo(shifted(theta, i, -1e-5), ignored))
                            / 2e-5;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void thePosteriorAgreesWithTheReferenceAlsoWithAPendingPoint(Kernel kernel) {
        Posterior posterior = Posterior.of(x, z, CATEGORY, kernel, theta);
        Posterior withPending = posterior.plus(List.of(new double[] {0.85, 0.8, 0}));
        for (double[] row : rows("query." + kernel.label())) {
            double[] at = Arrays.copyOf(row, 3);
            posterior.at(at);
            assertThat(posterior.mean()).isCloseTo(row[3], within(1e-11));
            assertThat(posterior.sd()).isCloseTo(row[4], within(1e-10));
            withPending.at(at);
            assertThat(withPending.mean()).isEqualTo(posterior.mean());
            assertThat(withPending.sd()).isCloseTo(row[5], within(1e-10));
        }
    }

    @Test
    void manyPointsAtOnceHaveTheBitsOfOneByOne() {
        Posterior posterior = Posterior.of(x, z, CATEGORY, Kernel.MATERN52, theta);
        double[][] queries = rows("query.rbf").stream()
                .limit(3)
                .map(row -> Arrays.copyOf(row, 3))
                .toArray(double[][]::new);
        double[] mean = new double[3];
        double[] sd = new double[3];
        posterior.at(queries, mean, sd);
        for (int q = 0; q < 3; q++) {
            posterior.at(queries[q]);
            assertThat(mean[q]).isEqualTo(posterior.mean());
            assertThat(sd[q]).isEqualTo(posterior.sd());
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void thePosteriorsGradientsAgreeWithDifferences(Kernel kernel) {
        Posterior posterior = Posterior.of(x, z, CATEGORY, kernel, theta);
        for (double[] row : rows("query." + kernel.label())) {
            double[] at = Arrays.copyOf(row, 3);
            double[] meanGradient = new double[3];
            double[] sdGradient = new double[3];
            posterior.at(at, meanGradient, sdGradient);
            for (int d = 0; d < 2; d++) {
                posterior.at(shifted(at, d, 1e-6));
                double meanUp = posterior.mean();
                double sdUp = posterior.sd();
                posterior.at(shifted(at, d, -1e-6));
                assertThat(meanGradient[d]).isCloseTo((meanUp - posterior.mean()) / 2e-6, within(1e-6));
                assertThat(sdGradient[d]).isCloseTo((sdUp - posterior.sd()) / 2e-6, within(1e-6));
            }
            assertThat(meanGradient[2]).isZero();
        }
    }

    @Test
    void aPendingPointTakesUncertaintyAndLeavesTheMean() {
        double[] pending = {0.9, 0.9, 0};
        double[] elsewhere = {0.8, 0.8, 0};
        Posterior without = Posterior.of(x, z, CATEGORY, Kernel.MATERN52, theta);
        Posterior with = without.plus(List.of(pending));
        without.at(elsewhere);
        with.at(elsewhere);
        assertThat(with.mean()).isEqualTo(without.mean());
        assertThat(with.sd()).isLessThan(0.7 * without.sd());
        with.at(pending);
        assertThat(with.sd()).isLessThan(0.1);
    }

    @Test
    void repeatedPointsWithoutNoiseAreHeldUpByJitter() {
        double[] noiseless = theta.clone();
        noiseless[4] = StrictMath.log(1e-300);
        double[][] same = new double[12][];
        Arrays.fill(same, new double[] {0.5, 0.5, 1});
        Posterior posterior = Posterior.of(same, new double[12], CATEGORY, Kernel.MATERN52, noiseless);
        posterior.at(new double[] {0.5, 0.5, 1});
        assertThat(posterior.mean()).isZero();
        assertThat(posterior.sd()).isBetween(0.0, 0.01);
    }

    @Test
    void theFitFindsWhichDimensionMatters() {
        double[][] points = new double[30][];
        double[] outcomes = new double[30];
        Sobol sobol = Sobol.scrambled(2, 3);
        for (int i = 0; i < 30; i++) {
            points[i] = sobol.point(i);
            outcomes[i] = StrictMath.sin(9 * points[i][0]);
        }
        Surrogate surrogate = Surrogate.fit(points, outcomes, new boolean[2], Kernel.MATERN52);
        assertThat(surrogate.theta()[1]).isGreaterThan(surrogate.theta()[0] + 2);
        surrogate.posterior().at(new double[] {0.4, 0.6});
        assertThat(surrogate.warp().inverse(surrogate.posterior().mean())).isCloseTo(StrictMath.sin(3.6), within(0.02));
    }

    private static double[] shifted(double[] a, int index, double by) {
        double[] shifted = a.clone();
        shifted[index] += by;
        return shifted;
    }
}
