package dev.bilevel.bayesopt;

/// The minimum of one function drawn from the posterior (Thompson, 1933): a point is suggested as often as it is likely
/// to be the best one. What is drawn is a whole function that can be evaluated anywhere, see `SamplePath`. Pending
/// suggestions need no care: another draw has another minimum.
public record ThompsonSampling() implements Acquisition {
    @Override
    public String name() {
        return "thompson";
    }

    @Override
    public Object toTree() {
        return "thompson";
    }
}
