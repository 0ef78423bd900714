package dev.bilevel.standalone.stack;

import java.util.Locale;

/// Everything in the stack that has a port; the constants are what `--port name=number` takes.
public enum Part {
    OPTIMIZER,
    TRAINER,
    FUSION,
    EVALUATOR,
    KAFKA,
    POSTGRES,
    REDIS;

    static Part of(Service service) {
        return switch (service) {
            case OPTIMIZER -> OPTIMIZER;
            case TRAINER -> TRAINER;
            case FUSION -> FUSION;
            case EVALUATOR -> EVALUATOR;
        };
    }

    /// As a person writes it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
