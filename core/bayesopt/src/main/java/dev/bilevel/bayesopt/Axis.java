package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;

/// A parameter's coordinates inside an encoded point x, from index `at` on.
///
/// The surrogate and the search see coordinates in [0, 1], except that a category is its option's index. Every
/// encoded point is valid: grids at a value's position, weights on the simplex.
sealed interface Axis {
    int width();

    Object decode(double[] x, int at);

    void encode(Object value, double[] x, int at);

    /// From uniform numbers in (0, 1) to a valid point, uniformly. `u` and `x` may be one array.
    void fromCube(double[] u, double[] x, int at);

    /// A range of reals, or of their logarithms.
    record Line(double low, double high, boolean log) implements Axis {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public Double decode(double[] x, int at) {
            if (x[at] <= 0) {
                return low;
            }
            if (x[at] >= 1) {
                return high;
            }
            double value = log ? StrictMath.exp(start() + x[at] * (end() - start())) : low + x[at] * (high - low);
            return StrictMath.min(high, StrictMath.max(low, value)) + 0.0;
        }

        @Override
        public void encode(Object value, double[] x, int at) {
            double scaled = log ? StrictMath.log((double) value) : (double) value;
            x[at] = StrictMath.min(1, StrictMath.max(0, (scaled - start()) / (end() - start())));
        }

        @Override
        public void fromCube(double[] u, double[] x, int at) {
            x[at] = u[at];
        }

        private double start() {
            return log ? StrictMath.log(low) : low;
        }

        private double end() {
            return log ? StrictMath.log(high) : high;
        }
    }

    /// Integers: each has a cell of [0, 1], its position is in the middle. Cells are equal, or those of the logarithm
    /// from low − ½ to high + ½.
    record Integers(long low, long high, boolean log) implements Axis {
        long count() {
            return high - low + 1;
        }

        double position(long index) {
            if (!log) {
                return (index + 0.5) / count();
            }
            return (StrictMath.log((double) (low + index)) - start()) / (end() - start());
        }

        long nearest(double x) {
            double index = log
                    ? StrictMath.rint(StrictMath.exp(start() + x * (end() - start()))) - (double) low
                    : StrictMath.floor(x * count());
            return (long) StrictMath.min(count() - 1.0, StrictMath.max(0.0, index));
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public Long decode(double[] x, int at) {
            return low + nearest(x[at]);
        }

        @Override
        public void encode(Object value, double[] x, int at) {
            x[at] = position((long) value - low);
        }

        @Override
        public void fromCube(double[] u, double[] x, int at) {
            x[at] = position(nearest(u[at]));
        }

        private double start() {
            return StrictMath.log(low - 0.5);
        }

        private double end() {
            return StrictMath.log(high + 0.5);
        }
    }

    /// Options on a line with equal steps.
    record Steps(List<Object> options, Integers line) implements Axis {
        Steps(List<Object> options) {
            this(options, new Integers(0, options.size() - 1, false));
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public Object decode(double[] x, int at) {
            return options.get((int) line.nearest(x[at]));
        }

        @Override
        public void encode(Object value, double[] x, int at) {
            x[at] = line.position(options.indexOf(value));
        }

        @Override
        public void fromCube(double[] u, double[] x, int at) {
            line.fromCube(u, x, at);
        }
    }

    /// Options without an order: the coordinate is the index, and the surrogate only asks whether two are the same.
    record Category(List<Object> options) implements Axis {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public Object decode(double[] x, int at) {
            return options.get((int) x[at]);
        }

        @Override
        public void encode(Object value, double[] x, int at) {
            x[at] = options.indexOf(value);
        }

        @Override
        public void fromCube(double[] u, double[] x, int at) {
            x[at] = StrictMath.min(options.size() - 1.0, StrictMath.floor(u[at] * options.size()));
        }
    }

    /// Weights as themselves: one coordinate for each, so that no weight is special, vertices and the centre are
    /// ordinary points, and the distance between two fusions is the distance between their weights. Stick-breaking
    /// and softmax would make the last weight special or put the faces at infinity.
    record Weights(int size) implements Axis {
        @Override
        public int width() {
            return size;
        }

        @Override
        public List<Double> decode(double[] x, int at) {
            List<Double> weights = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                weights.add(x[at + i]);
            }
            return List.copyOf(weights);
        }

        @Override
        public void encode(Object value, double[] x, int at) {
            List<?> weights = (List<?>) value;
            for (int i = 0; i < size; i++) {
                x[at + i] = (double) weights.get(i);
            }
        }

        /// Exponential spacings are uniform on the simplex: −log uᵢ / Σ −log uⱼ.
        @Override
        public void fromCube(double[] u, double[] x, int at) {
            double sum = 0;
            for (int i = at; i < at + size; i++) {
                x[i] = -StrictMath.log(u[i]);
                sum += x[i];
            }
            for (int i = at; i < at + size; i++) {
                x[i] /= sum;
            }
        }
    }
}
