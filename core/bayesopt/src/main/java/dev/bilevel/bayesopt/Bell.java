package dev.bilevel.bayesopt;

/// Standard normal numbers from uniform ones (Box and Muller, 1958).
final class Bell {
    private final SplitMix random;
    private double kept = Double.NaN;

    Bell(SplitMix random) {
        this.random = random;
    }

    double uniform() {
        return random.nextDouble();
    }

    double next() {
        if (!Double.isNaN(kept)) {
            double next = kept;
            kept = Double.NaN;
            return next;
        }
        double radius = Math.sqrt(-2 * StrictMath.log(random.nextDouble()));
        double angle = 2 * StrictMath.PI * random.nextDouble();
        kept = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }
}
