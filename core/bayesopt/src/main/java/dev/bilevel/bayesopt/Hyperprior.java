package dev.bilevel.bayesopt;

/// What is believed about the surrogate's hyperparameters before any data, for standardised outcomes.
///
/// θ = (log ℓ₁ … log ℓ_D, log s², log σ²):
///
/// - length scales ℓ: log-normal with location √2 + ½ log D and scale √3, so that the complexity of the model
///   does not grow with the dimension (Hvarfner et al., *Vanilla Bayesian optimization performs great in high
///   dimensions*, 2024); the density of ℓ, hence the −log ℓ
/// - signal variance s²: log-normal around 1
/// - noise variance σ²: log-normal, wide, around 1e-4, never below the floor: most objectives are nearly
///   deterministic, some are very noisy, and the data tell soon
final class Hyperprior {
    static final double NOISE_FLOOR = 1e-8;
    static final double SIGNAL_SCALE = 1.0;
    static final double NOISE_LOCATION = StrictMath.log(1e-4);
    static final double NOISE_SCALE = 3.0;

    private static final double LENGTH_SCALE = StrictMath.sqrt(3);
    private static final double SHORTEST = StrictMath.log(5e-3);
    private static final double LONGEST = StrictMath.log(1e3);

    private final int dimensions;
    private final double lengthLocation;

    /// @param dimensions D, of the encoded points
    Hyperprior(int dimensions) {
        this.dimensions = dimensions;
        this.lengthLocation = StrictMath.sqrt(2) + 0.5 * StrictMath.log(dimensions);
    }

    /// The length scale of highest prior density.
    double likeliestLength() {
        return StrictMath.exp(lengthLocation - LENGTH_SCALE * LENGTH_SCALE);
    }

    /// −log p(θ) up to a constant; its gradient is added to `gradient`.
    double addTo(double[] theta, double[] gradient) {
        double sum = 0;
        for (int d = 0; d < dimensions; d++) {
            double z = (theta[d] - lengthLocation) / LENGTH_SCALE;
            sum += 0.5 * z * z + theta[d];
            gradient[d] += z / LENGTH_SCALE + 1;
        }
        double signal = theta[dimensions] / SIGNAL_SCALE;
        gradient[dimensions] += signal / SIGNAL_SCALE;
        double noise = (theta[dimensions + 1] - NOISE_LOCATION) / NOISE_SCALE;
        gradient[dimensions + 1] += noise / NOISE_SCALE;
        return sum + 0.5 * signal * signal + 0.5 * noise * noise;
    }

    Box bounds() {
        double[] low = new double[dimensions + 2];
        double[] high = new double[dimensions + 2];
        java.util.Arrays.fill(low, SHORTEST);
        java.util.Arrays.fill(high, LONGEST);
        low[dimensions] = StrictMath.log(1e-3);
        high[dimensions] = StrictMath.log(1e3);
        low[dimensions + 1] = StrictMath.log(NOISE_FLOOR);
        high[dimensions + 1] = StrictMath.log(2);
        return new Box(low, high);
    }
}
