package dev.bilevel.benchmarks;

import static java.lang.Math.PI;
import static java.lang.Math.abs;
import static java.lang.Math.sqrt;
import static java.lang.StrictMath.cos;
import static java.lang.StrictMath.exp;
import static java.lang.StrictMath.pow;
import static java.lang.StrictMath.sin;

/// Test functions of real numbers, all to be minimised. Their definitions and minima are those of Surjanovic and
/// Bingham, *Virtual library of simulation experiments*; cosine mixture is that of Breiman and Cutler (1993).
final class Formulas {
    private static final double[] HARTMANN_C = {1, 1.2, 3, 3.2};
    private static final double[] SHEKEL_B = {0.1, 0.2, 0.2, 0.4, 0.4, 0.6, 0.3, 0.7, 0.5, 0.5};
    private static final double[][] SHEKEL_C = {
        {4, 1, 8, 6, 3, 2, 5, 8, 6, 7}, {4, 1, 8, 6, 7, 9, 3, 1, 2, 3.6},
        {4, 1, 8, 6, 3, 2, 5, 8, 6, 7}, {4, 1, 8, 6, 7, 9, 3, 1, 2, 3.6}
    };

    private Formulas() {}

    static double branin(double[] x) {
        double a = x[1] - 5.1 / (4 * PI * PI) * x[0] * x[0] + 5 / PI * x[0] - 6;
        return a * a + 10 * (1 - 1 / (8 * PI)) * cos(x[0]) + 10;
    }

    static double hartmann3(double[] x) {
        double[][] a = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
        double[][] p = {
            {0.3689, 0.1170, 0.2673}, {0.4699, 0.4387, 0.7470}, {0.1091, 0.8732, 0.5547}, {0.0381, 0.5743, 0.8828}
        };
        return hartmann(x, a, p);
    }

    static double hartmann6(double[] x) {
        double[][] a = {
            {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
        };
        double[][] p = {
            {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
            {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
            {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
            {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
        };
        return hartmann(x, a, p);
    }

    private static double hartmann(double[] x, double[][] a, double[][] p) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double exponent = 0;
            for (int j = 0; j < x.length; j++) {
                exponent += a[i][j] * square(x[j] - p[i][j]);
            }
            sum -= HARTMANN_C[i] * exp(-exponent);
        }
        return sum;
    }

    static double ackley(double[] x) {
        double cosines = 0;
        for (double v : x) {
            cosines += cos(2 * PI * v);
        }
        return -20 * exp(-0.2 * sqrt(sphere(x) / x.length)) - exp(cosines / x.length) + 20 + Math.E;
    }

    static double levy(double[] x) {
        int last = x.length - 1;
        double[] w = new double[x.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = 1 + (x[i] - 1) / 4;
        }
        double sum = square(sin(PI * w[0]));
        for (int i = 0; i < last; i++) {
            sum += square(w[i] - 1) * (1 + 10 * square(sin(PI * w[i] + 1)));
        }
        return sum + square(w[last] - 1) * (1 + square(sin(2 * PI * w[last])));
    }

    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
        }
        return sum;
    }

    static double sphere(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    static double sixHumpCamel(double[] x) {
        double a = x[0] * x[0];
        double b = x[1] * x[1];
        return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b;
    }

    static double goldsteinPrice(double[] x) {
        double a = x[0];
        double b = x[1];
        double first = 1 + square(a + b + 1) * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b);
        double second = 30 + square(2 * a - 3 * b) * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b);
        return first * second;
    }

    static double michalewicz(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum -= sin(x[i]) * pow(sin((i + 1) * x[i] * x[i] / PI), 20);
        }
        return sum;
    }

    static double rastrigin(double[] x) {
        double sum = 10.0 * x.length;
        for (double v : x) {
            sum += v * v - 10 * cos(2 * PI * v);
        }
        return sum;
    }

    static double griewank(double[] x) {
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            product *= cos(x[i] / sqrt(i + 1.0));
        }
        return 1 + sphere(x) / 4000 - product;
    }

    static double styblinskiTang(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += square(v * v) - 16 * v * v + 5 * v;
        }
        return sum / 2;
    }

    /// Ten maxima, of four variables.
    static double shekel(double[] x) {
        double sum = 0;
        for (int i = 0; i < SHEKEL_B.length; i++) {
            double distance = SHEKEL_B[i];
            for (int j = 0; j < x.length; j++) {
                distance += square(x[j] - SHEKEL_C[j][i]);
            }
            sum -= 1 / distance;
        }
        return sum;
    }

    static double zakharov(double[] x) {
        double weighted = 0;
        for (int i = 0; i < x.length; i++) {
            weighted += 0.5 * (i + 1) * x[i];
        }
        return sphere(x) + square(weighted) + square(weighted * weighted);
    }

    static double dixonPrice(double[] x) {
        double sum = square(x[0] - 1);
        for (int i = 1; i < x.length; i++) {
            sum += (i + 1) * square(2 * x[i] * x[i] - x[i - 1]);
        }
        return sum;
    }

    /// Of four variables.
    static double powell(double[] x) {
        return square(x[0] + 10 * x[1])
                + 5 * square(x[2] - x[3])
                + square(square(x[1] - 2 * x[2]))
                + 10 * square(square(x[0] - x[3]));
    }

    static double beale(double[] x) {
        double a = x[0];
        double b = x[1];
        return square(1.5 - a + a * b) + square(2.25 - a + a * b * b) + square(2.625 - a + a * b * b * b);
    }

    static double bukin6(double[] x) {
        return 100 * sqrt(abs(x[1] - 0.01 * x[0] * x[0])) + 0.01 * abs(x[0] + 10);
    }

    static double cosineMixture(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v - 0.1 * cos(5 * PI * v);
        }
        return sum;
    }

    static double trid(double[] x) {
        double sum = square(x[0] - 1);
        for (int i = 1; i < x.length; i++) {
            sum += square(x[i] - 1) - x[i] * x[i - 1];
        }
        return sum;
    }

    /// Of four variables.
    static double colville(double[] x) {
        return 100 * square(x[0] * x[0] - x[1])
                + square(x[0] - 1)
                + square(x[2] - 1)
                + 90 * square(x[2] * x[2] - x[3])
                + 10.1 * (square(x[1] - 1) + square(x[3] - 1))
                + 19.8 * (x[1] - 1) * (x[3] - 1);
    }

    static double schwefel(double[] x) {
        double sum = 418.9828872724338 * x.length;
        for (double v : x) {
            sum -= v * sin(sqrt(abs(v)));
        }
        return sum;
    }

    static double alpine(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += abs(v * sin(v) + 0.1 * v);
        }
        return sum;
    }

    static double mccormick(double[] x) {
        return sin(x[0] + x[1]) + square(x[0] - x[1]) - 1.5 * x[0] + 2.5 * x[1] + 1;
    }

    /// Branin of the third and the sixth of any number of variables in [0, 1]: the others do nothing.
    static double braninOfTwo(double[] x) {
        return branin(new double[] {15 * x[2] - 5, 15 * x[5]});
    }

    static double ellipsoid(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += pow(10, 0.5 * i) * x[i] * x[i];
        }
        return sum;
    }

    private static double square(double v) {
        return v * v;
    }
}
