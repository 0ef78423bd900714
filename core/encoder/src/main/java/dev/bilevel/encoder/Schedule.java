package dev.bilevel.encoder;

import java.util.Locale;
import java.util.Optional;

/// How the learning rate goes over a training: up from zero on a line during warm-up, then down (transformers'
/// `get_scheduler` of the same names, `num_cycles` 0.5 for the cosine).
public enum Schedule {
    /// Down to zero on a line.
    LINEAR {
        @Override
        double decay(double fraction) {
            return 1 - fraction;
        }
    },
    /// Down to zero on half a cosine.
    COSINE {
        @Override
        double decay(double fraction) {
            return 0.5 * (1 + StrictMath.cos(StrictMath.PI * fraction));
        }
    },
    /// Stays where warm-up left it.
    CONSTANT {
        @Override
        double decay(double fraction) {
            return 1;
        }
    };

    /// @param fraction of the steps after warm-up that are done, in [0, 1)
    abstract double decay(double fraction);

    /// What the peak learning rate is multiplied with.
    ///
    /// @param step from 0
    /// @param steps of the whole training
    /// @param warmup of these, at the beginning
    double factor(int step, int steps, int warmup) {
        if (step < warmup) {
            return (double) step / Math.max(1, warmup);
        }
        return Math.max(0, decay((double) (step - warmup) / Math.max(1, steps - warmup)));
    }

    static Optional<Schedule> named(String name) {
        for (Schedule schedule : values()) {
            if (schedule.toString().equals(name)) {
                return Optional.of(schedule);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
