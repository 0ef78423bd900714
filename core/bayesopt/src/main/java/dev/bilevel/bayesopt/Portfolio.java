package dev.bilevel.bayesopt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Several acquisition functions that take turns, the more successful ones more often (Hoffman, Brochu and de Freitas,
/// *Portfolio allocation for Bayesian optimization*, 2011).
///
/// Which member makes a suggestion is drawn with probability
///
///     p_m ∝ exp(√(8 t ln M) · r̄_m),   r̄_m = (½ + Σ rewards) / (1 + number of rewards)
///
/// over M members after t rewarded suggestions: Hedge with its usual rate. The reward of a suggestion is the fraction
/// of all outcomes that its own is better than, so it lies in [0, 1] at any scale. GP-Hedge rewards every member's
/// nominee by what the surrogate expects of it, which takes all members' nominees of all rounds; here only what was
/// really observed of a member's own suggestions counts, so that a history that says who made which suggestion
/// ([Observation#by]) is all there is to know. Both are in the paper (GP-Hedge, and Exp3 as its bandit form).
///
/// @param members at least two, with different names; no portfolio and no random search
public record Portfolio(List<Acquisition> members) implements Acquisition {
    static final List<Acquisition> DEFAULT = List.of(
            new ExpectedImprovement("ei"), new ConfidenceBound(ConfidenceBound.DEFAULT_BETA), new ThompsonSampling());

    private static final int MOST = 8;

    public Portfolio {
        members = List.copyOf(members);
        if (members.size() < 2 || members.size() > MOST) {
            throw new InvalidAcquisition(
                    "acquisition.portfolio.members", members.size() + " members", "2 to " + MOST + " acquisitions");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            Acquisition member = members.get(i);
            String field = "acquisition.portfolio.members[" + i + "]";
            if (member instanceof Portfolio || member instanceof RandomSearch) {
                throw new InvalidAcquisition(field, member.name(), "ei, logei, ucb, pi or thompson");
            }
            if (!names.add(member.name())) {
                throw new InvalidAcquisition(field, member.name() + " a second time", "each name once");
            }
        }
    }

    @Override
    public String name() {
        return "portfolio";
    }

    @Override
    public Object toTree() {
        return Map.of(
                "portfolio",
                Map.of("members", members.stream().map(Acquisition::toTree).toList()));
    }

    /// The member whose turn it is.
    Acquisition draw(double[] p, long seed) {
        double at = new SplitMix(Seeds.derive(seed, "portfolio")).nextDouble();
        for (int m = 0; m < p.length - 1; m++) {
            at -= p[m];
            if (at < 0) {
                return members.get(m);
            }
        }
        return members.getLast();
    }

    /// How likely it is to be each member's turn.
    ///
    /// @param by who made each completed suggestion: a member's name, or anything else
    /// @param z_n their outcomes, less is better
    double[] probabilities(List<String> by, double[] z_n) {
        int size = members.size();
        double[] sum = new double[size];
        int[] count = new int[size];
        int rounds = 0;
        for (int i = 0; i < z_n.length; i++) {
            int m = member(by.get(i));
            if (m >= 0) {
                sum[m] += reward(z_n, i);
                count[m]++;
                rounds++;
            }
        }
        double rate = Math.sqrt(8 * rounds * StrictMath.log(size));
        double[] p = new double[size];
        double total = 0;
        for (int m = 0; m < size; m++) {
            p[m] = StrictMath.exp(rate * ((0.5 + sum[m]) / (1 + count[m]) - 1));
            total += p[m];
        }
        for (int m = 0; m < size; m++) {
            p[m] /= total;
        }
        return p;
    }

    private int member(String by) {
        return IntStream.range(0, members.size())
                .filter(m -> members.get(m).name().equals(by))
                .findFirst()
                .orElse(-1);
    }

    private static double reward(double[] z_n, int i) {
        double better = 0;
        for (int j = 0; j < z_n.length; j++) {
            better += j == i ? 0 : z_n[j] > z_n[i] ? 1 : z_n[j] == z_n[i] ? 0.5 : 0;
        }
        return z_n.length == 1 ? 0.5 : better / (z_n.length - 1);
    }
}
