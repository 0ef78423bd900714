package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class BatchesTest {
    private static TokenizedExamples ofLengths(int... lengths) {
        int[][] ids = Arrays.stream(lengths).mapToObj(int[]::new).toArray(int[][]::new);
        return new TokenizedExamples(ids, ids);
    }

    private static TokenizedExamples random(int count) {
        return ofLengths(new Random(3).ints(count, 1, 100).toArray());
    }

    @Test
    void anEpochHasEveryExampleOnceAndOneBatchAtMostIsSmaller() {
        List<int[]> batches = Batches.ofEpoch(random(1003), 16, 5, 1);

        assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1003).toArray());
        assertThat(batches).hasSize(63).filteredOn(batch -> batch.length != 16).hasSize(1);
    }

    @Test
    void theOrderFollowsSeedAndEpochAndNothingElse() {
        TokenizedExamples examples = random(200);

        assertThat(order(examples, 5, 1)).isEqualTo(order(examples, 5, 1));
        assertThat(order(examples, 5, 1)).isNotEqualTo(order(examples, 5, 2));
        assertThat(order(examples, 5, 1)).isNotEqualTo(order(examples, 6, 1));
    }

    private static List<Integer> order(TokenizedExamples examples, long seed, int epoch) {
        return Batches.ofEpoch(examples, 8, seed, epoch).stream()
                .flatMap(batch -> Arrays.stream(batch).boxed())
                .toList();
    }

    @Test
    void paddingTakesAFractionOfWhatARandomOrderWouldNeed() {
        TokenizedExamples examples = random(5000);

        long padded = 0;
        for (int[] batch : Batches.ofEpoch(examples, 16, 5, 1)) {
            padded += (long) batch.length
                    * Arrays.stream(batch).map(examples::length).max().orElseThrow();
        }

        assertThat((double) padded / examples.tokens()).isBetween(1.0, 1.1);
    }

    @Test
    void aScoringTakesAsManyTogetherAsFitAndAnOverlongOneAlone() {
        List<int[]> batches = Batches.forScoring(ofLengths(20_000, 5, 512, 512, 3, 512));

        assertThat(batches).containsExactly(new int[] {4, 1}, new int[] {2, 3}, new int[] {5}, new int[] {0});
    }

    @Test
    void aSmallScoringIsCutIntoADozenBatchesThatThreadsCanShare() {
        int[] lengths = new int[400];
        Arrays.fill(lengths, 10);

        assertThat(Batches.forScoring(ofLengths(lengths))).hasSize(13).allMatch(rows -> rows.length <= 33);
    }

    @Test
    void aTinyScoringIsNotCutUpEntirely() {
        assertThat(Batches.forScoring(ofLengths(10, 10, 10, 10))).hasSize(1);
    }
}
