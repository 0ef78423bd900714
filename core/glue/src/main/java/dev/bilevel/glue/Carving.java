package dev.bilevel.glue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Carves a validation split from train, so that the official dev set stays unseen until the winner is known.
///
/// Stratified: each class keeps its share to within one example (for STS-B, each whole point of the score). The same
/// examples, fraction and seed give the same split on every machine and JDK.
public final class Carving {
    /// One stream for each stratum, from here on.
    private static final long PURPOSE = 1L << 32;

    private Carving() {}

    /// @param train at least two examples, unless the fraction is 0
    /// @param validationFraction at least 0 and below 1; above 0 neither part is ever empty
    /// @return both parts in the order of `train`
    public static Carved carve(List<Example> train, double validationFraction, long seed) {
        if (!(validationFraction >= 0 && validationFraction < 1)) {
            throw new IllegalArgumentException("validation: is " + validationFraction + ", expected 0 to below 1");
        }
        if (validationFraction > 0 && train.size() < 2) {
            throw new IllegalArgumentException(
                    "train: has " + train.size() + " examples, expected at least 2 to carve validation from");
        }
        BitSet chosen = new BitSet(train.size());
        for (Stratum stratum : shares(strata(train), size(train.size(), validationFraction), train.size())) {
            List<Integer> members = new ArrayList<>(stratum.members());
            SplitMix64.of(seed, PURPOSE + stratum.key()).shuffle(members);
            members.subList(0, stratum.share()).forEach(chosen::set);
        }
        List<Example> rest = new ArrayList<>();
        List<Example> validation = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            (chosen.get(i) ? validation : rest).add(train.get(i));
        }
        return new Carved(rest, validation);
    }

    /// @param key the class, or the whole part of the score
    /// @param members indices in train
    /// @param share how many of them go to validation
    private record Stratum(int key, List<Integer> members, int share) {}

    private static int size(int examples, double fraction) {
        if (fraction == 0) {
            return 0;
        }
        long rounded = (long) StrictMath.floor(examples * fraction + 0.5);
        return (int) Math.clamp(rounded, 1, examples - 1);
    }

    private static SortedMap<Integer, List<Integer>> strata(List<Example> train) {
        SortedMap<Integer, List<Integer>> strata = new TreeMap<>();
        for (int i = 0; i < train.size(); i++) {
            int key = (int) StrictMath.floor(train.get(i).label());
            strata.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
        }
        return strata;
    }

    /// Largest remainders (Hamilton's method), in whole numbers: ties go to the lower key.
    private static List<Stratum> shares(SortedMap<Integer, List<Integer>> strata, int size, int examples) {
        List<Stratum> shares = new ArrayList<>();
        strata.forEach((key, members) ->
                shares.add(new Stratum(key, members, (int) ((long) members.size() * size / examples))));
        int missing = size - shares.stream().mapToInt(Stratum::share).sum();
        shares.sort(Comparator.comparingLong(
                        (Stratum stratum) -> -((long) stratum.members().size() * size % examples))
                .thenComparingInt(Stratum::key));
        for (int i = 0; i < missing; i++) {
            Stratum stratum = shares.get(i);
            shares.set(i, new Stratum(stratum.key(), stratum.members(), stratum.share() + 1));
        }
        return shares;
    }
}
