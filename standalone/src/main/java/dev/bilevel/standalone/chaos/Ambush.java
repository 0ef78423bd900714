package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.chaos.Strike.Manner;
import dev.bilevel.standalone.stack.Frozen;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.standalone.stack.Stack;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a moment and kills in it: on the first sign the process whose moment it is is frozen, so that the moment
/// lasts; only if it is still there then, there is a death. Else the process goes on and knows nothing of it.
///
/// @param freeze stops the process that would end the moment: the victim or, where that is the broker, the optimizer
record Ambush(Moment moment, Supplier<Frozen> freeze) implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(10);

    /// Ends a process.
    @FunctionalInterface
    interface Death {
        void come() throws InterruptedException;
    }

    /// For the moment that a manner of killing waits for.
    ///
    /// @throws org.apache.kafka.common.KafkaException if the broker does not answer within seconds
    /// @throws java.io.UncheckedIOException if the store cannot be watched
    static Ambush in(Manner manner, Stack stack, String study) {
        return switch (manner) {
            case KILLED, TWICE, WIPED -> throw new IllegalArgumentException(manner + " waits for no moment");
            case MID_SAVE -> new Ambush(new Saving(stack.store()), () -> stack.freeze(Part.TRAINER));
            case UNPUBLISHED ->
                new Ambush(new Unpublished(stack.kafka(), stack.store(), study), () -> stack.freeze(Part.FUSION));
            case MID_TRANSACTION -> new Ambush(new OpenTransaction(stack.kafka()), () -> stack.freeze(Part.OPTIMIZER));
        };
    }

    /// Waits for the moment.
    ///
    /// @param late whether to wait no longer; asked every few milliseconds
    /// @param death happens at most once
    /// @return what was seen of the moment in which it happened; empty if it did not
    Optional<String> lie(BooleanSupplier late, Death death) throws InterruptedException {
        // The first call of anything takes this JVM many times as long as any other.
        freeze.get().close();
        while (!late.getAsBoolean()) {
            if (moment.comes(GLANCE)) {
                try (Frozen still = freeze.get()) {
                    Optional<String> seen = still.awaitStillness() ? moment.look() : Optional.empty();
                    if (seen.isPresent()) {
                        death.come();
                        return seen;
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        moment.close();
    }
}
