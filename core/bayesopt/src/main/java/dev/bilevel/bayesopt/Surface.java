package dev.bilevel.bayesopt;

/// What [Maximiser] climbs: an acquisition function over encoded points. Holds scratch space: one thread at a time.
interface Surface {
    double at(double[] x);

    /// @param gradient a target; 0 by a category
    double at(double[] x, double[] gradient);

    /// Values at many points, with the bits of [#at(double[])] at each.
    void at(double[][] x_qd, double[] value_q);
}
