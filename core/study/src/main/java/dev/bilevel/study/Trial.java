package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Params;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

import java.util.List;
import java.util.Optional;

/// One outer suggestion on its way: each record is a stage, and its methods are the only ways onward.
///
///     Training ─► Fusing ─► Chosen ─► Validating ─► Validated ─► Completed
///        └───────────┴──────────────────────┴──────► Failed
public sealed interface Trial {

    /// What was suggested.
    Suggested suggested();

    /// The inner loop, once there is a trajectory.
    default Optional<InnerLoop> innerLoop() {
        return Optional.empty();
    }

    /// Whether the outer loop waits for this trial no more.
    default boolean isSettled() {
        return false;
    }

    /// That it was there, and how it ended.
    default Trial condensed() {
        return switch (this) {
            case Completed ended -> new Completed(ended.suggested(), InnerLoop.FORGOTTEN, ended.value());
            case Failed ended -> new Failed(ended.suggested(), Optional.empty(), ended.reason(), ended.message());
            case Training _, Fusing _, Chosen _, Validating _, Validated _ -> new Training(suggested());
        };
    }

    /// @param index in the study, from 0
    /// @param configuration λ, as the surrogate of every later trial reads it
    /// @param by the acquisition function that suggested them, if one did
    record Suggested(int index, String id, Configuration configuration, Optional<String> by) {
        /// λ, as events tell it.
        public Params params() {
            return new Params(configuration.values());
        }
    }

    /// A trainer is at work, or about to be.
    record Training(Suggested suggested, PVector<Checkpoint> saved) implements Trial {
        Training(Suggested suggested) {
            this(suggested, TreePVector.empty());
        }

        boolean knows(Checkpoint checkpoint) {
            return saved.stream().anyMatch(known -> known.index() == checkpoint.index());
        }

        Training saved(Checkpoint checkpoint) {
            return new Training(suggested, saved.plus(checkpoint));
        }

        Fusing trained(List<Checkpoint> trajectory) {
            return new Fusing(suggested, InnerLoop.over(trajectory));
        }

        Failed failed(FailureReason reason, String message) {
            return new Failed(suggested, Optional.empty(), reason, message);
        }
    }

    /// The inner loop runs.
    record Fusing(Suggested suggested, InnerLoop inner) implements Trial {
        Fusing with(InnerLoop next) {
            return new Fusing(suggested, next);
        }

        Chosen selected(String fusionId) {
            Fusion best = inner.best()
                    .orElseThrow(() -> new IllegalStateException("no fusion of " + suggested.id() + " has a score"));
            if (!best.id().equals(fusionId)) {
                throw new IllegalStateException("fusion " + fusionId + " is not the best, " + best.id());
            }
            return new Chosen(suggested, inner);
        }

        Failed failed(FailureReason reason, String message) {
            return new Failed(suggested, Optional.of(inner), reason, message);
        }

        @Override
        public Optional<InnerLoop> innerLoop() {
            return Optional.of(inner);
        }
    }

    /// The inner loop is over; its best fusion has not been sent to validation yet.
    record Chosen(Suggested suggested, InnerLoop inner) implements Trial {
        Validating validate() {
            return new Validating(suggested, inner);
        }

        @Override
        public Optional<InnerLoop> innerLoop() {
            return Optional.of(inner);
        }
    }

    /// The evaluator has been asked for the validation metric.
    record Validating(Suggested suggested, InnerLoop inner) implements Trial {
        Validated scored(double value) {
            return new Validated(suggested, inner, value);
        }

        Failed failed(FailureReason reason, String message) {
            return new Failed(suggested, Optional.of(inner), reason, message);
        }

        @Override
        public Optional<InnerLoop> innerLoop() {
            return Optional.of(inner);
        }
    }

    /// The validation metric is known; the outer loop has not been told yet.
    record Validated(Suggested suggested, InnerLoop inner, double value) implements Trial {
        Completed complete() {
            return new Completed(suggested, inner, value);
        }

        @Override
        public Optional<InnerLoop> innerLoop() {
            return Optional.of(inner);
        }
    }

    /// An observation of the outer loop.
    ///
    /// @param value the validation metric of the fused model, higher is better
    record Completed(Suggested suggested, InnerLoop inner, double value) implements Trial {
        @Override
        public Optional<InnerLoop> innerLoop() {
            return Optional.of(inner);
        }

        @Override
        public boolean isSettled() {
            return true;
        }
    }

    /// An observation of the outer loop without a value.
    record Failed(Suggested suggested, Optional<InnerLoop> inner, FailureReason reason, String message)
            implements Trial {
        @Override
        public Optional<InnerLoop> innerLoop() {
            return inner;
        }

        @Override
        public boolean isSettled() {
            return true;
        }
    }
}
