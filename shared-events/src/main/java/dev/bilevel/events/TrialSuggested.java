package dev.bilevel.events;

/// The outer loop's decision: train a model with these hyperparameters.
///
/// @param trial index in the study, from 0
/// @param trainer the kind of trainer, which is the last part of the topic `bilevel.trials.<trainer>`
/// @param params the hyperparameters λ
/// @param training everything else that a trainer needs: a trainer holds no state of a study
/// @param why how the suggestion came about
public record TrialSuggested(
        String studyId,
        String trialId,
        int trial,
        String trainer,
        Params params,
        TrainingOrder training,
        Explanation why)
        implements Event {
    public TrialSuggested {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.atLeast("trial", trial, 0);
        Check.id("trainer", trainer);
        Check.present("params", params);
        Check.present("training", training);
        Check.present("why", why);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
