package dev.bilevel.bayesopt;

/// low ≤ x ≤ high, coordinate by coordinate.
record Box(double[] low, double[] high) implements Domain {
    @Override
    public void project(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.min(high[i], Math.max(low[i], x[i]));
        }
    }

    @Override
    public void reduce(double[] x, double[] gradient, boolean[] face) {
        for (int i = 0; i < x.length; i++) {
            boolean stuck = (x[i] <= low[i] && gradient[i] >= 0) || (x[i] >= high[i] && gradient[i] <= 0);
            face[i] = !stuck;
            if (stuck) {
                gradient[i] = 0;
            }
        }
    }
}
