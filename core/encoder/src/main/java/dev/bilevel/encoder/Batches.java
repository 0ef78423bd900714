package dev.bilevel.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Which examples are computed together: those of like length, so that little time goes into padding.
final class Batches {
    /// Lengths are sorted within this many batches, as transformers' `LengthGroupedSampler` does, so that an
    /// epoch stays close to a random order.
    private static final int BATCHES_SORTED_TOGETHER = 50;

    /// Bounds the memory of a scoring and keeps it in the processor's cache.
    static final int TOKENS_SCORED_TOGETHER = 1024;

    /// Below this, products get slow.
    private static final int FEWEST_TOKENS_SCORED_TOGETHER = 256;

    /// So many at least, if there is enough for that: threads share them.
    private static final int BATCHES_OF_A_SCORING = 12;

    private Batches() {}

    /// An epoch's batches of example indices: a seeded shuffle, cut into large groups, each sorted by length and
    /// cut into batches, and the batches shuffled. Every example once; only one batch may be smaller.
    static List<int[]> ofEpoch(TokenizedExamples examples, int batchSize, long seed, int epoch) {
        Random random = new Random(Seed.derive(seed, "order", epoch));
        int[] order = shuffled(examples.size(), random);
        // transformers' rule: at least four groups, if there is enough for that.
        int together = Math.clamp(examples.size() / (batchSize * 4L), 1, BATCHES_SORTED_TOGETHER);
        List<int[]> batches = new ArrayList<>();
        for (int[] group : cut(order, batchSize * together)) {
            batches.addAll(cut(byLength(examples, group), batchSize));
        }
        List<int[]> inOrder = new ArrayList<>();
        for (int index : shuffled(batches.size(), random)) {
            inOrder.add(batches.get(index));
        }
        return inOrder;
    }

    /// Batches for scoring: shortest first, as many as fit a number of tokens, padding included.
    static List<int[]> forScoring(TokenizedExamples examples) {
        int[] order = byLength(examples, IntStream.range(0, examples.size()).toArray());
        long together = Math.clamp(
                examples.tokens() / BATCHES_OF_A_SCORING, FEWEST_TOKENS_SCORED_TOGETHER, TOKENS_SCORED_TOGETHER);
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= order.length; i++) {
            if (i == order.length || (i + 1 - from) * (long) examples.length(order[i]) > together) {
                batches.add(Arrays.copyOfRange(order, from, i));
                from = i;
            }
        }
        return batches;
    }

    /// Fisher and Yates.
    private static int[] shuffled(int size, Random random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static List<int[]> cut(int[] order, int size) {
        List<int[]> pieces = new ArrayList<>();
        for (int from = 0; from < order.length; from += size) {
            pieces.add(Arrays.copyOfRange(order, from, Math.min(from + size, order.length)));
        }
        return pieces;
    }

    /// Stable, so ties keep their order.
    private static int[] byLength(TokenizedExamples examples, int[] indices) {
        return Arrays.stream(indices)
                .boxed()
                .sorted(Comparator.comparingInt(examples::length))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
