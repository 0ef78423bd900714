package dev.bilevel.events;

import java.util.List;
import java.util.Optional;

/// The Kafka topics, and which event travels on which.
public final class Topics {
    /// Facts: what users ask for. Key: study id.
    public static final String STUDIES = "bilevel.studies";
    /// Facts: what trainers report. Key: study id.
    public static final String CHECKPOINTS = "bilevel.checkpoints";
    /// Facts: what the evaluator (and fusion, on failure) reports. Key: study id.
    public static final String SCORES = "bilevel.scores";
    /// Facts: the truth about every study. Key: study id. Written by the optimizer only.
    public static final String JOURNAL = "bilevel.journal";
    /// Work: fusions to make. Key: fusion id.
    public static final String FUSIONS = "bilevel.fusions";
    /// Work: models to score. Key: model id.
    public static final String MODELS = "bilevel.models";
    /// Work: files that may be deleted. Key: the id they go by.
    public static final String RELEASES = "bilevel.releases";
    /// What could not be read or handled, with the reason in the headers.
    public static final String DEAD_LETTERS = "bilevel.dead-letters";

    private static final String TRIALS_OF = "bilevel.trials.";

    private Topics() {}

    /// Work: trials for trainers of one kind. Key: trial id.
    public static String trials(String trainer) {
        Check.id("trainer", trainer);
        return TRIALS_OF + trainer;
    }

    /// Every topic that must exist before a service starts; trial topics come on top, one for each kind of trainer.
    public static List<String> fixed() {
        return List.of(STUDIES, CHECKPOINTS, SCORES, JOURNAL, FUSIONS, MODELS, RELEASES, DEAD_LETTERS);
    }

    /// Where an event is published, besides the journal; empty for decisions that only the journal tells.
    public static Optional<String> of(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case StudySubmitted _, StudyCancelled _, JournalImported _ -> STUDIES;
                    case TrialSuggested trial -> trials(trial.trainer());
                    case CheckpointSaved _, TrialTrained _, TrialFailed _ -> CHECKPOINTS;
                    case FusionSuggested _ -> FUSIONS;
                    case ModelFused _, ModelSelected _ -> MODELS;
                    case FilesReleased _ -> RELEASES;
                    case ModelScored _, ScoringFailed _, FusionFailed _ -> SCORES;
                    case FusionSelected _, TrialCompleted _, StudyCompleted _, StudyFailed _ -> null;
                });
    }

    /// The record key of an event on its topic: the unit of work on work topics, the study on fact topics.
    public static String keyOf(Event event) {
        return switch (event) {
            case TrialSuggested _, FusionSuggested _, ModelFused _, ModelSelected _, FilesReleased _ -> event.subject();
            default -> event.studyId();
        };
    }
}
