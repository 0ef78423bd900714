package dev.bilevel.bayesopt;

/// How much a point improves on the best so far, in expectation (Močkus, 1975; Jones et al., 1998):
///
///     EI = E max(0, f* − f) = σ h(u),   u = (f* − μ)/σ,   h(u) = φ(u) + u Φ(u)
///
/// `ei` and `logei` are one function, computed as log σ + log h(u), which has the same arg max and does not vanish
/// where improvement is unlikely (Ament et al., *Unexpected improvements to expected improvement*, 2023, eq. 9).
///
/// @param name `ei` or `logei`; decides only which of the two is reported as the acquisition value
public record ExpectedImprovement(String name) implements Acquisition {
    public ExpectedImprovement {
        if (!"ei".equals(name) && !"logei".equals(name)) {
            throw new InvalidAcquisition("acquisition", InvalidInput.quote(name), "ei or logei");
        }
    }

    @Override
    public Object toTree() {
        return name;
    }

    Criterion criterion(double best) {
        boolean exponential = "ei".equals(name);
        return new Criterion() {
            @Override
            void at(double mean, double sd) {
                double u = (best - mean) / sd;
                double slope = Normal.logImprovementSlope(u);
                value = Normal.logImprovement(u) + StrictMath.log(sd);
                byMean = -slope / sd;
                bySd = (1 - u * slope) / sd;
            }

            @Override
            double reported() {
                return exponential ? StrictMath.exp(value) : value;
            }
        };
    }
}
