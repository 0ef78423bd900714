package dev.bilevel.events;

/// Something that happened in a study, or was decided about it. Every event belongs to exactly one study.
///
/// The permitted records are the whole vocabulary of the wire: a new one must be listed here, named in [EventType] and
/// placed in [Topics], and the compiler points at each exhaustive `switch` that has to learn about it.
public sealed interface Event
        permits StudySubmitted,
                StudyCancelled,
                TrialSuggested,
                CheckpointSaved,
                TrialTrained,
                TrialFailed,
                FusionSuggested,
                ModelFused,
                FusionFailed,
                FusionSelected,
                ModelSelected,
                ModelScored,
                ScoringFailed,
                TrialCompleted,
                StudyCompleted,
                StudyFailed,
                FilesReleased,
                JournalImported {

    /// The study this belongs to: the journal's key.
    String studyId();

    /// What this is about inside the study (trial, fusion or model id; the study id itself): CloudEvents' `subject`.
    String subject();
}
