package dev.bilevel.bayesopt;

/// The Sobol sequence in Gray code order, plain or scrambled.
///
/// Scrambled: a random lower triangular matrix over GF(2) for each dimension and a random digital shift (Matoušek,
/// *On the L2-discrepancy for anchored boxes*, 1998), which keeps the equidistribution of every prefix of 2^k points
/// and makes each point uniform. Points have 32 bits.
final class Sobol {
    private static final int BITS = 32;
    private static final double CELL = 0x1.0p-32;

    /// Column k of dimension d's generator matrix, most significant bit first.
    private final int[][] directions_dk;

    private final int[] shift_d;
    private final double offset;

    private Sobol(int[][] directions_dk, int[] shift_d, double offset) {
        this.directions_dk = directions_dk;
        this.shift_d = shift_d;
        this.offset = offset;
    }

    /// The sequence as published: its first point is the origin.
    static Sobol plain(int dimensions) {
        return new Sobol(directions(dimensions), new int[dimensions], 0);
    }

    /// Points lie at the middle of their cell: never 0, never 1.
    static Sobol scrambled(int dimensions, long seed) {
        int[][] directions_dk = directions(dimensions);
        int[] shift_d = new int[dimensions];
        SplitMix random = new SplitMix(seed);
        for (int d = 0; d < dimensions; d++) {
            scramble(directions_dk[d], random);
            shift_d[d] = (int) random.nextLong();
        }
        return new Sobol(directions_dk, shift_d, 0.5);
    }

    double[] point(int index) {
        double[] point_d = new double[shift_d.length];
        for (int d = 0; d < point_d.length; d++) {
            int bits = shift_d[d];
            for (int gray = index ^ (index >>> 1), k = 0; gray != 0; gray >>>= 1, k++) {
                if ((gray & 1) != 0) {
                    bits ^= directions_dk[d][k];
                }
            }
            point_d[d] = (Integer.toUnsignedLong(bits) + offset) * CELL;
        }
        return point_d;
    }

    /// The points from index 0 on, each from the one before it: their Gray codes differ in one digit.
    double[][] first(int count) {
        double[][] points = new double[count][shift_d.length];
        int[] bits_d = shift_d.clone();
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < bits_d.length; d++) {
                if (i > 0) {
                    bits_d[d] ^= directions_dk[d][Integer.numberOfTrailingZeros(i)];
                }
                points[i][d] = (Integer.toUnsignedLong(bits_d[d]) + offset) * CELL;
            }
        }
        return points;
    }

    private static int[][] directions(int dimensions) {
        int[][] directions_dk = new int[dimensions][BITS];
        for (int d = 0; d < dimensions; d++) {
            for (int k = 0; k < BITS; k++) {
                directions_dk[d][k] = d == 0 ? 1 << (BITS - 1 - k) : direction(d, k, directions_dk[d]);
            }
        }
        return directions_dk;
    }

    /// The recurrence of Joe and Kuo's equation (2), on numbers already shifted to the left end.
    private static int direction(int dimension, int k, int[] earlier_k) {
        int degree = JoeKuo.degree(dimension);
        if (k < degree) {
            return JoeKuo.initial(dimension, k + 1) << (BITS - 1 - k);
        }
        int bits = earlier_k[k - degree] ^ (earlier_k[k - degree] >>> degree);
        for (int i = 1; i < degree; i++) {
            if ((JoeKuo.coefficients(dimension) >>> (degree - 1 - i) & 1) != 0) {
                bits ^= earlier_k[k - i];
            }
        }
        return bits;
    }

    /// Multiplies each column by one lower triangular matrix whose diagonal is 1. Bit 31 is the first digit.
    private static void scramble(int[] directions_k, SplitMix random) {
        int[] rows = new int[BITS];
        for (int digit = 0; digit < BITS; digit++) {
            int diagonal = 1 << (BITS - 1 - digit);
            int above = -diagonal << 1; // the digits before this one
            rows[digit] = ((int) random.nextLong() & (digit == 0 ? 0 : above)) | diagonal;
        }
        for (int k = 0; k < BITS; k++) {
            int scrambled = 0;
            for (int digit = 0; digit < BITS; digit++) {
                scrambled |= (Integer.bitCount(rows[digit] & directions_k[k]) & 1) << (BITS - 1 - digit);
            }
            directions_k[k] = scrambled;
        }
    }
}
