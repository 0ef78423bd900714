package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class SobolTest {
    @Test
    void theFirstPointsAreThePublishedOnes() {
        double[][] published = {
            {0, 0, 0, 0, 0},
            {0.5, 0.5, 0.5, 0.5, 0.5},
            {0.75, 0.25, 0.25, 0.25, 0.75},
            {0.25, 0.75, 0.75, 0.75, 0.25},
            {0.375, 0.375, 0.625, 0.875, 0.375},
            {0.875, 0.875, 0.125, 0.375, 0.875},
            {0.625, 0.125, 0.875, 0.625, 0.625},
            {0.125, 0.625, 0.375, 0.125, 0.125}
        };
        Sobol sobol = Sobol.plain(5);
        for (int i = 0; i < published.length; i++) {
            assertThat(sobol.point(i)).containsExactly(published[i]);
        }
    }

    /// Points 777 and 1000 in dimensions 1, 2, 3, 8, 32, 64 and 128, from scipy.stats.qmc.Sobol 1.17.1.
    @Test
    void laterPointsInHighDimensionsAgreeWithScipy() {
        int[] dimensions = {0, 1, 2, 7, 31, 63, 127};
        double[] at777 = {
            0.6923828125, 0.9365234375, 0.1630859375, 0.7626953125, 0.8994140625, 0.4267578125, 0.1181640625
        };
        double[] at1000 = {
            0.2197265625, 0.0966796875, 0.5185546875, 0.8994140625, 0.1455078125, 0.4462890625, 0.5439453125
        };
        Sobol sobol = Sobol.plain(128);
        assertThat(pick(sobol.point(777), dimensions)).containsExactly(at777);
        assertThat(pick(sobol.point(1000), dimensions)).containsExactly(at1000);
    }

    private static double[] pick(double[] point, int[] dimensions) {
        return Arrays.stream(dimensions).mapToDouble(d -> point[d]).toArray();
    }

    @Test
    void aScrambledPrefixHitsEveryCellOnceInEveryDimension() {
        Sobol sobol = Sobol.scrambled(128, 42);
        int size = 256;
        boolean[][] hit = new boolean[128][size];
        for (int i = 0; i < size; i++) {
            double[] point = sobol.point(i);
            for (int d = 0; d < 128; d++) {
                assertThat(point[d]).isGreaterThan(0).isLessThan(1);
                hit[d][(int) (point[d] * size)] = true;
            }
        }
        for (boolean[] cells : hit) {
            assertThat(cells).doesNotContain(false);
        }
    }

    @Test
    void theFirstTwoDimensionsStayANetWhenScrambled() {
        Sobol sobol = Sobol.scrambled(2, 7);
        boolean[] hit = new boolean[64];
        for (int i = 0; i < 64; i++) {
            double[] point = sobol.point(i);
            int row = (int) (point[0] * 8);
            int column = (int) (point[1] * 8);
            hit[8 * row + column] = true;
        }
        assertThat(hit).doesNotContain(false);
    }

    @Test
    void theFirstPointsAtOnceAreThoseOneByOne() {
        for (Sobol sobol : new Sobol[] {Sobol.plain(3), Sobol.scrambled(7, 11)}) {
            double[][] points = sobol.first(300);
            for (int i = 0; i < points.length; i++) {
                assertThat(points[i]).containsExactly(sobol.point(i));
            }
        }
    }

    @Test
    void seedsMoveThePoints() {
        assertThat(Sobol.scrambled(3, 1).point(5))
                .isNotEqualTo(Sobol.scrambled(3, 2).point(5));
        assertThat(Sobol.scrambled(3, 1).point(5))
                .isEqualTo(Sobol.scrambled(3, 1).point(5));
    }

    @Test
    void scramblingLeavesTheMeanOfAPointUniform() {
        double sum = 0;
        for (int seed = 0; seed < 2000; seed++) {
            sum += Sobol.scrambled(3, Seeds.derive(seed)).point(3)[2];
        }
        assertThat(sum / 2000).isBetween(0.48, 0.52);
    }
}
