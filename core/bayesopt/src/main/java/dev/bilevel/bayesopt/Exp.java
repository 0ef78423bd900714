package dev.bilevel.bayesopt;

/// eˣ for x ≤ 0, several times as fast as [StrictMath#exp] and as repeatable: only additions, multiplications and bit
/// moves, each of which IEEE 754 defines to the last bit. `Math.exp` is an intrinsic whose bits depend on the
/// machine.
///
/// x = k·ln 2 + r with |r| ≤ ½ ln 2, then Taylor to degree 13. Relative error below 2⁻⁵¹.
final class Exp {
    private static final double LOG2_E = 1.4426950408889634;
    /// ln 2 in two parts, the first short enough that k times it is exact (as in fdlibm's e_exp.c).
    private static final double LN2_HIGH = 6.93147180369123816490e-01;

    private static final double LN2_LOW = 1.90821492927058770002e-10;
    /// Adding this rounds to an integer, which then sits in the low bits of the sum.
    private static final double ROUNDER = 0x1.8p52;

    private static final double SMALLEST = -700;

    private Exp() {}

    /// @param x not above 0; below −700 counts as −700
    static double ofNegative(double x) {
        double bounded = x < SMALLEST ? SMALLEST : x;
        double rounded = bounded * LOG2_E + ROUNDER;
        double k = rounded - ROUNDER;
        double r = (bounded - k * LN2_HIGH) - k * LN2_LOW;
        double sum = 1.0 / 6227020800.0;
        sum = sum * r + 1.0 / 479001600.0;
        sum = sum * r + 1.0 / 39916800.0;
        sum = sum * r + 1.0 / 3628800.0;
        sum = sum * r + 1.0 / 362880.0;
        sum = sum * r + 1.0 / 40320.0;
        sum = sum * r + 1.0 / 5040.0;
        sum = sum * r + 1.0 / 720.0;
        sum = sum * r + 1.0 / 120.0;
        sum = sum * r + 1.0 / 24.0;
        sum = sum * r + 1.0 / 6.0;
        sum = sum * r + 0.5;
        sum = sum * r + 1.0;
        sum = sum * r + 1.0;
        long exponent = (long) (int) Double.doubleToRawLongBits(rounded);
        return sum * Double.longBitsToDouble((exponent + 1023) << 52);
    }
}
