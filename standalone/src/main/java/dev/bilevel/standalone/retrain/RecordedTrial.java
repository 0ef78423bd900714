package dev.bilevel.standalone.retrain;

import dev.bilevel.events.Event;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.standalone.CommandFailed;

import java.util.Locale;
import java.util.Optional;

/// What a journal says of one trial's training, gathered while the journal is read.
public final class RecordedTrial {
    /// The trainer that comes with bilevel; what others do is theirs to repeat.
    private static final String TRAINER = "roberta";

    private final int index;
    private int trials;
    private Optional<TrialSuggested> suggested = Optional.empty();
    private Optional<TrialTrained> trained = Optional.empty();
    private Optional<TrialFailed> failed = Optional.empty();

    /// @param index of the trial in its study, from 0
    public RecordedTrial(int index) {
        this.index = index;
    }

    /// Takes the journal's next entry.
    public void take(Event event) {
        switch (event) {
            case TrialSuggested trial -> {
                trials++;
                if (trial.trial() == index) {
                    suggested = Optional.of(trial);
                }
            }
            case TrialTrained training when isOurs(training) -> trained = Optional.of(training);
            case TrialFailed failure when isOurs(failure) -> failed = Optional.of(failure);
            default -> {}
        }
    }

    /// The training to repeat.
    ///
    /// @param elsewhere where its model and data lie now
    /// @throws CommandFailed (wrong input) if there is nothing to repeat
    public Retraining retraining(Elsewhere elsewhere) {
        if (suggested.isEmpty()) {
            throw refused(
                    trials == 0 ? "the journal has no trial" : "expected a trial of the journal, 0 to " + (trials - 1));
        }
        TrialSuggested trial = suggested.get();
        if (!trial.trainer().equals(TRAINER)) {
            throw refused("was trained by '" + trial.trainer() + "', expected a trial of " + TRAINER
                    + ", the trainer that comes with bilevel");
        }
        if (trained.isEmpty()) {
            throw refused(failed.map(failure -> "failed ("
                            + failure.reason().name().toLowerCase(Locale.ROOT)
                            + ": " + failure.message() + ") and left nothing to compare with")
                    .orElse("had not reached its end, there is nothing to compare with"));
        }
        return new Retraining(elsewhere.of(trial), trained.get());
    }

    private boolean isOurs(Event event) {
        return suggested.isPresent() && event.subject().equals(suggested.get().trialId());
    }

    private CommandFailed refused(String why) {
        return CommandFailed.wrongInput("--retrain " + index + ": " + why);
    }
}
