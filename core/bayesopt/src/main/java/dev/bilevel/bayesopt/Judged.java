package dev.bilevel.bayesopt;

/// A posterior as a criterion sees it.
final class Judged implements Surface {
    private final Posterior posterior;
    private final Criterion criterion;
    private final double[] meanGradient;
    private final double[] sdGradient;

    Judged(Posterior posterior, Criterion criterion, int dimensions) {
        this.posterior = posterior;
        this.criterion = criterion;
        this.meanGradient = new double[dimensions];
        this.sdGradient = new double[dimensions];
    }

    @Override
    public double at(double[] x) {
        posterior.at(x);
        criterion.at(posterior.mean(), posterior.sd());
        return criterion.value;
    }

    @Override
    public double at(double[] x, double[] gradient) {
        posterior.at(x, meanGradient, sdGradient);
        criterion.at(posterior.mean(), posterior.sd());
        for (int d = 0; d < gradient.length; d++) {
            gradient[d] = criterion.byMean * meanGradient[d] + criterion.bySd * sdGradient[d];
        }
        return criterion.value;
    }

    @Override
    public void at(double[][] x_qd, double[] value_q) {
        double[] mean_q = new double[x_qd.length];
        double[] sd_q = new double[x_qd.length];
        posterior.at(x_qd, mean_q, sd_q);
        for (int q = 0; q < x_qd.length; q++) {
            criterion.at(mean_q[q], sd_q[q]);
            value_q[q] = criterion.value;
        }
    }
}
