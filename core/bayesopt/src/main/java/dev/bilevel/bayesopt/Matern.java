package dev.bilevel.bayesopt;

/// The Matérn kernel with ν = 5/2 and unit variance, as a function of the squared scaled distance
/// r² = Σ_d (x_d − x′_d)² / ℓ_d² (Rasmussen and Williams, 2006, eq. 4.17):
///
///     k(r)    = (1 + √5 r + 5/3 r²) exp(−√5 r)
///     dk/dr²  = −5/6 (1 + √5 r) exp(−√5 r)
///
/// The derivative by r² rather than r has no singularity where two points meet.
final class Matern {
    private static final double SQRT5 = 2.23606797749979;

    private Matern() {}

    static double value(double r2) {
        double a = SQRT5 * Math.sqrt(r2);
        return (1 + a + 5.0 / 3.0 * r2) * Exp.ofNegative(-a);
    }

    /// From squared distances to values and to derivatives by the squared distance; `r2` may be one of the targets.
    static void valuesAndSlopes(double[] r2, double[] value, double[] slope, int size) {
        for (int i = 0; i < size; i++) {
            double square = r2[i];
            double a = SQRT5 * Math.sqrt(square);
            double decay = Exp.ofNegative(-a);
            value[i] = (1 + a + 5.0 / 3.0 * square) * decay;
            slope[i] = -5.0 / 6.0 * (1 + a) * decay;
        }
    }

    static void values(double[] r2, double[] value, int size) {
        for (int i = 0; i < size; i++) {
            value[i] = value(r2[i]);
        }
    }
}
