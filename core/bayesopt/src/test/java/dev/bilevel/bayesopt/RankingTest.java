package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class RankingTest {
    @Test
    void theLargestComesFirstAndOfEqualOnesTheEarlier() {
        double[] values = {1, 3, Double.NEGATIVE_INFINITY, 3, 2, 1, -0.0, 0.0};
        double[][] points = IntStream.range(0, values.length)
                .mapToObj(i -> new double[] {i})
                .toArray(double[][]::new);
        Ranking ranking = new Ranking(points, values);
        assertThat(IntStream.range(0, ranking.size()).map(rank -> (int) ranking.get(rank)[0]))
                .containsExactly(1, 3, 4, 0, 5, 7, 6, 2);
        assertThat(ranking.get(0)).containsExactly(1);
    }
}
