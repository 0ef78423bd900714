package dev.bilevel.bayesopt;

/// The standard normal distribution, accurate far into the lower tail.
final class Normal {
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double SQRT_HALF_PI = 1.2533141373155003;
    private static final double INVERSE_SQRT_PI = 0.5641895835477563;
    private static final double LOG_SQRT_2PI = 0.9189385332046728;
    /// Below this, 1 + u·mills(u) has lost more digits than its asymptotic series.
    private static final double FAR = -100;

    private static final double[] A = {
        3.16112374387056560e00,
        1.13864154151050156e02,
        3.77485237685302021e02,
        3.20937758913846947e03,
        1.85777706184603153e-1
    };
    private static final double[] B = {
        2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03
    };
    private static final double[] C = {
        5.64188496988670089e-1,
        8.88314979438837594e00,
        6.61191906371416295e01,
        2.98635138197400131e02,
        8.81952221241769090e02,
        1.71204761263407058e03,
        2.05107837782607147e03,
        1.23033935479799725e03,
        2.15311535474403846e-8
    };
    private static final double[] D = {
        1.57449261107098347e01,
        1.17693950891312499e02,
        5.37181101862009858e02,
        1.62138957456669019e03,
        3.29079923573345963e03,
        4.36261909014324716e03,
        3.43936767414372164e03,
        1.23033935480374942e03
    };
    private static final double[] P = {
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
        1.63153871373020978e-2
    };
    private static final double[] Q = {
        2.56852019228982242e00,
        1.87295284992346047e00,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private Normal() {}

    static double logDensity(double u) {
        return -0.5 * u * u - LOG_SQRT_2PI;
    }

    /// Φ(u)/φ(u) for u ≤ 0, the reciprocal of the inverse Mills ratio.
    static double mills(double u) {
        return SQRT_HALF_PI * scaledErfc(-u * SQRT_HALF);
    }

    static double cumulative(double u) {
        double tail = StrictMath.exp(logDensity(u)) * mills(-StrictMath.abs(u));
        return u <= 0 ? tail : 1 - tail;
    }

    static double logCumulative(double u) {
        return u <= 0 ? logDensity(u) + StrictMath.log(mills(u)) : StrictMath.log(cumulative(u));
    }

    /// log h(u), h(u) = φ(u) + uΦ(u): the expected improvement of a unit normal. Stable for every u (Ament et al.
    /// 2023, eq. 9, in terms of the Mills ratio).
    static double logImprovement(double u) {
        if (u > 0) {
            return StrictMath.log(StrictMath.exp(logDensity(u)) + u * cumulative(u));
        }
        return logDensity(u) + StrictMath.log(improvementOverDensity(u));
    }

    /// d log h / du = Φ(u)/h(u).
    static double logImprovementSlope(double u) {
        if (u > 0) {
            double cumulative = cumulative(u);
            return cumulative / (StrictMath.exp(logDensity(u)) + u * cumulative);
        }
        return mills(u) / improvementOverDensity(u);
    }

    /// h(u)/φ(u) = 1 + u·Φ(u)/φ(u) for u ≤ 0.
    private static double improvementOverDensity(double u) {
        if (u > FAR) {
            return 1 + u * mills(u);
        }
        double v = 1 / (u * u);
        return v * (1 - v * (3 - v * (15 - v * (105 - v * 945))));
    }

    /// exp(x²) erfc(x) for x ≥ 0: Cody, *Rational Chebyshev approximations for the error function*, 1969.
    static double scaledErfc(double x) {
        if (x <= 0.46875) {
            double y = x * x;
            double top = A[4] * y;
            double bottom = y;
            for (int i = 0; i < 3; i++) {
                top = (top + A[i]) * y;
                bottom = (bottom + B[i]) * y;
            }
            return StrictMath.exp(y) * (1 - x * (top + A[3]) / (bottom + B[3]));
        }
        if (x <= 4) {
            double top = C[8] * x;
            double bottom = x;
            for (int i = 0; i < 7; i++) {
                top = (top + C[i]) * x;
                bottom = (bottom + D[i]) * x;
            }
            return (top + C[7]) / (bottom + D[7]);
        }
        double y = 1 / (x * x);
        double top = P[5] * y;
        double bottom = y;
        for (int i = 0; i < 4; i++) {
            top = (top + P[i]) * y;
            bottom = (bottom + Q[i]) * y;
        }
        double tail = y * (top + P[4]) / (bottom + Q[4]);
        return (INVERSE_SQRT_PI - tail) / x;
    }
}
