package dev.bilevel.bayesopt;

import java.util.Map;
import java.util.TreeMap;

/// A [ConfidenceBound] whose β grows with the number t of completed observations, so that no region is left for ever
/// (Srinivas et al., 2010, theorem 2, in the form of Brochu, Cora and de Freitas, 2010, for D dimensions):
///
///     β_t = scale · 2 log(t^(D/2 + 2) π² / 3δ)
///
/// The theorem has scale 1, which explores far more than pays off; Srinivas et al. divide by 5 in their experiments,
/// and so does the default.
///
/// @param delta probability that the bound fails, above 0 and below 1
/// @param scale above 0, at most 1e3
public record ScheduledBound(double delta, double scale) implements Acquisition {
    static final double DEFAULT_DELTA = 0.1;
    static final double DEFAULT_SCALE = 0.2;

    public ScheduledBound {
        if (!(delta > 0 && delta < 1)) {
            throw new InvalidAcquisition("acquisition.ucb.delta", "" + delta, "a number above 0 and below 1");
        }
        if (!(scale > 0 && scale <= 1e3)) {
            throw new InvalidAcquisition("acquisition.ucb.scale", "" + scale, "a number above 0, at most 1e3");
        }
    }

    @Override
    public String name() {
        return "ucb";
    }

    @Override
    public Object toTree() {
        return Map.of("ucb", new TreeMap<>(Map.of("schedule", "srinivas", "delta", delta, "scale", scale)));
    }

    /// @param completed t
    double beta(int completed, int dimensions) {
        double t = Math.max(1, completed);
        double square = StrictMath.PI * StrictMath.PI;
        return scale * 2 * ((0.5 * dimensions + 2) * StrictMath.log(t) + StrictMath.log(square / (3 * delta)));
    }
}
