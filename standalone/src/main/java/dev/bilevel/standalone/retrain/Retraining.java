package dev.bilevel.standalone.retrain;

import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.Trained;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.Fingerprint.Grade;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.learning.Contents;
import dev.bilevel.learning.OrderFailed;
import dev.bilevel.learning.Splits;
import dev.bilevel.learning.TrialTraining;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One trial again, from its order, held against what its study recorded.
///
/// @param trial its order
/// @param recorded what came of it
public record Retraining(TrialSuggested trial, TrialTrained recorded) {

    /// What came of it this time.
    public sealed interface Outcome {
        /// Every checkpoint, the loss and the steps, to the bit.
        ///
        /// @param checkpoints how many were compared
        record Same(int checkpoints, double seconds) implements Outcome {}

        /// The first thing that is another.
        record Differs(String field, String expected, String found) implements Outcome {}
    }

    /// Trains, and keeps nothing but hashes.
    ///
    /// @param err where progress is shown, if anywhere
    /// @throws CommandFailed if equal bits cannot be expected here, the model or data are others or are missing,
    ///     or a file cannot be written
    public Outcome run(Optional<PrintStream> err) {
        try {
            TrialTraining training = TrialTraining.of(trial, new Splits());
            requireComparable(training.fingerprint());
            requireSame(inputs(training));
            return run(training, err);
        } catch (OrderFailed e) {
            throw e.reason() == FailureReason.INVALID
                    ? CommandFailed.wrongInput(about(e.getMessage()))
                    : CommandFailed.because(e, about(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailed.because(e, about(Trouble.words(e)));
        }
    }

    private Outcome run(TrialTraining training, Optional<PrintStream> err) throws OrderFailed, IOException {
        long begun = System.nanoTime();
        try (Hashing hashing = new Hashing(recorded.checkpoints().size(), err)) {
            Trained trained = training.run(hashing);
            double seconds = (System.nanoTime() - begun) / 1e9;
            return differing(hashing.found())
                    .or(() -> differing("steps", recorded.steps(), trained.steps()))
                    .or(() -> differing("trainingLoss", recorded.trainingLoss(), trained.trainingLoss()))
                    .orElseGet(() -> new Outcome.Same(recorded.checkpoints().size(), seconds));
        } catch (Diverged e) {
            return new Outcome.Differs("outcome", "trained", "diverged: " + e.getMessage());
        } catch (Cancelled e) {
            throw new IllegalStateException("nobody asked for it", e);
        }
    }

    private Optional<Outcome> differing(List<Hashing.Found> found) {
        for (int i = 0; i < Math.min(found.size(), recorded.checkpoints().size()); i++) {
            Optional<Outcome> other =
                    differing("checkpoints[" + i + "].", recorded.checkpoints().get(i), found.get(i));
            if (other.isPresent()) {
                return other;
            }
        }
        return differing("checkpoints", recorded.checkpoints().size(), found.size());
    }

    private static Optional<Outcome> differing(String place, Checkpoint expected, Hashing.Found found) {
        return differing(place + "step", expected.step(), found.step())
                .or(() -> differing(place + "bytes", expected.artifact().bytes(), found.bytes()))
                .or(() -> differing(place + "sha256", expected.artifact().sha256(), found.sha256()));
    }

    private static Optional<Outcome> differing(String field, Object expected, Object found) {
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of(new Outcome.Differs(field, expected.toString(), found.toString()));
    }

    private void requireComparable(Fingerprint here) {
        Fingerprint there = recorded.fingerprint();
        if (there.grade() != Grade.BIT_EXACT) {
            throw CommandFailed.wrongInput(about("fingerprint.grade: is " + there.grade()
                    + ", expected BIT_EXACT: no repetition of it has the same bits"));
        }
        requireSame("fingerprint.hardware", there.hardware(), here.hardware());
        requireSame("fingerprint.software", there.software(), here.software());
        requireSame("fingerprint.threads", there.threads(), here.threads());
        requireSame("fingerprint.precision", there.precision(), here.precision());
    }

    private void requireSame(String field, Object there, Object here) {
        if (!Objects.equals(there, here)) {
            throw CommandFailed.wrongInput(about(field + ": is '" + here + "' here, expected '" + there
                    + "': other bits would prove nothing, so it is not trained"));
        }
    }

    private Inputs inputs(TrialTraining training) throws OrderFailed, IOException {
        return new Contents()
                .inputs(
                        training.model(),
                        trial.training().data(),
                        Split.TRAIN,
                        trial.training().seed());
    }

    /// Where the trainer said what it read, that must be what is read here.
    private void requireSame(Inputs here) {
        Inputs there = recorded.inputs();
        if (there == null) {
            return;
        }
        requireContent("model", trial.training().model().path(), there.model(), here.model());
        requireContent("data", trial.training().data().path(), there.data(), here.data());
        if (there.seed() != here.seed()) {
            throw CommandFailed.wrongInput(about("inputs.seed: was " + there.seed() + ", but " + here.seed()
                    + " was ordered: the journal does not say what was trained"));
        }
    }

    private void requireContent(String field, String place, String there, String here) {
        if (!there.equals(here)) {
            throw CommandFailed.wrongInput(about("inputs." + field + ": what lies at " + place + " has SHA-256 " + here
                    + ", expected " + there + "; --" + field + " names another place"));
        }
    }

    private String about(String what) {
        return "trial " + trial.trial() + ": " + what;
    }
}
