package dev.bilevel.bayesopt;

/// Between outcomes in the objective's unit, with the goal's sign, and the surrogate's: z = (sign·y − centre) /
/// spread, less is better, mean 0, variance 1.
record Scale(double sign, double centre, double spread) {

    /// @param y finite outcomes, at least one
    static Scale of(Goal goal, double[] y) {
        double sign = goal == Goal.MAXIMISE ? -1 : 1;
        double largest = 0;
        for (double value : y) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0) {
            return new Scale(sign, 0, 1);
        }
        double sum = 0;
        for (double value : y) {
            sum += value / largest; // no overflow and no underflow at any scale
        }
        double mean = sum / y.length;
        double squares = 0;
        for (double value : y) {
            double difference = value / largest - mean;
            squares += difference * difference;
        }
        double deviation = Math.sqrt(squares / y.length);
        boolean constant = deviation < 1e-13 || deviation * largest == 0;
        return new Scale(
                sign, sign * mean * largest, constant ? Math.max(largest, Double.MIN_NORMAL) : deviation * largest);
    }

    double standardise(double y) {
        double z = (sign * y - centre) / spread;
        // Of the largest doubles, the difference may be none; z itself is at most the root of their number.
        return Double.isFinite(z) ? z : 2 * ((sign * y / 2 - centre / 2) / spread);
    }

    double mean(double z) {
        return sign * (z * spread + centre);
    }

    double sd(double z) {
        return z * spread;
    }
}
