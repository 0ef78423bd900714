package dev.bilevel.bayesopt;

import java.util.Arrays;
import java.util.Optional;

/// How alike the outcomes of two points are, as a function of their squared scaled distance
/// r² = Σ_d (x_d − x′_d)² / ℓ_d², with unit variance (Rasmussen and Williams, *Gaussian processes for machine
/// learning*, 2006, section 4.2). Less smooth means that a point says less about its surroundings.
///
/// The derivative is taken by r² rather than r: it has no singularity where two points meet.
public enum Kernel {
    /// k = (1 + √5 r + 5/3 r²) exp(−√5 r), dk/dr² = −5/6 (1 + √5 r) exp(−√5 r): twice differentiable. The default.
    MATERN52("matern52") {
        @Override
        void values(double[] r2, double[] value, int from, int to) {
            for (int i = from; i < to; i++) {
                double square = r2[i];
                double a = SQRT5 * Math.sqrt(square);
                value[i] = (1 + a + 5.0 / 3.0 * square) * Exp.ofNegative(-a);
            }
        }

        @Override
        void valuesAndSlopes(double[] r2, double[] value, double[] slope, int from, int to) {
            for (int i = from; i < to; i++) {
                double square = r2[i];
                double a = SQRT5 * Math.sqrt(square);
                double decay = Exp.ofNegative(-a);
                value[i] = (1 + a + 5.0 / 3.0 * square) * decay;
                slope[i] = -5.0 / 6.0 * (1 + a) * decay;
            }
        }

        @Override
        int degrees() {
            return 5;
        }
    },
    /// k = (1 + √3 r) exp(−√3 r), dk/dr² = −3/2 exp(−√3 r): once differentiable.
    MATERN32("matern32") {
        @Override
        void values(double[] r2, double[] value, int from, int to) {
            for (int i = from; i < to; i++) {
                double a = SQRT3 * Math.sqrt(r2[i]);
                value[i] = (1 + a) * Exp.ofNegative(-a);
            }
        }

        @Override
        void valuesAndSlopes(double[] r2, double[] value, double[] slope, int from, int to) {
            for (int i = from; i < to; i++) {
                double a = SQRT3 * Math.sqrt(r2[i]);
                double decay = Exp.ofNegative(-a);
                value[i] = (1 + a) * decay;
                slope[i] = -1.5 * decay;
            }
        }

        @Override
        int degrees() {
            return 3;
        }
    },
    /// k = exp(−r²/2), dk/dr² = −½ k: the squared exponential, infinitely differentiable.
    RBF("rbf") {
        @Override
        void values(double[] r2, double[] value, int from, int to) {
            for (int i = from; i < to; i++) {
                value[i] = Exp.ofNegative(-0.5 * r2[i]);
            }
        }

        @Override
        void valuesAndSlopes(double[] r2, double[] value, double[] slope, int from, int to) {
            for (int i = from; i < to; i++) {
                double decay = Exp.ofNegative(-0.5 * r2[i]);
                value[i] = decay;
                slope[i] = -0.5 * decay;
            }
        }

        @Override
        int degrees() {
            return 0;
        }
    };

    private static final double SQRT5 = 2.23606797749979;
    private static final double SQRT3 = 1.7320508075688772;

    private final String label;

    Kernel(String label) {
        this.label = label;
    }

    /// The name in configuration.
    public String label() {
        return label;
    }

    /// The kernel of that name.
    public static Optional<Kernel> labelled(String label) {
        return Arrays.stream(values())
                .filter(kernel -> kernel.label.equals(label))
                .findFirst();
    }

    /// From squared distances to values; `r2` may be the target.
    abstract void values(double[] r2, double[] value, int from, int to);

    /// Also the derivatives by r²; `r2` may be one of the targets.
    abstract void valuesAndSlopes(double[] r2, double[] value, double[] slope, int from, int to);

    /// 2ν, the degrees of freedom of the Student t distribution that is this kernel's spectral density; 0 for the
    /// normal one.
    abstract int degrees();
}
