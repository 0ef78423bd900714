package dev.bilevel.events;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One event of each type, with every field set to something recognisable.
final class Samples {
    static final String STUDY = "quickstart-1";
    static final String TRIAL = STUDY + ".t3";
    static final String FUSION = TRIAL + ".f5";
    static final Artifact ARTIFACT = new Artifact("file:///store/a.safetensors", "0123456789abcdef".repeat(4), 4096);
    static final List<Checkpoint> TRAJECTORY =
            List.of(new Checkpoint(0, 40, ARTIFACT), new Checkpoint(1, 80, ARTIFACT));
    static final ModelSource MODEL =
            new ModelSource("/models/roberta-micro", "/models/tokenizer", ModelSource.Weights.RANDOM);
    static final DataSource DATA = new DataSource("SST-2", "/data", 0.2, 11);
    static final Compute COMPUTE = new Compute("cpu", Compute.Precision.BF16, 2, 32);
    static final ScoringOrder SCORING = new ScoringOrder(MODEL, DATA, COMPUTE, Split.TRAIN, 256, 12);
    static final Fingerprint FINGERPRINT = new Fingerprint(
            "Some CPU", "djl 0.35.1, pytorch 2.7.1", 2, Compute.Precision.BF16, Fingerprint.Grade.BIT_EXACT);
    static final Inputs INPUTS = new Inputs("ab".repeat(32), "cd".repeat(32), 7);
    static final Explanation DESIGN = new Explanation(
            "gp-1",
            Explanation.Origin.DESIGN,
            "ei",
            null,
            null,
            null,
            Map.of(),
            Indices.parse("0-1"),
            Indices.parse("2"),
            99);
    static final Explanation SURROGATE = new Explanation(
            "gp-1",
            Explanation.Origin.SURROGATE,
            "ucb",
            -0.25,
            0.5,
            0.125,
            Map.of("noise", 1e-6, "lengthscale.0", 0.7),
            Indices.parse("0-1,3"),
            Indices.parse("2,4"),
            100);
    static final Params PARAMS =
            new Params(Map.of("learningRate", 3e-5, "batchSize", 16, "frozen", true, "schedule", "linear"));

    private Samples() {}

    static Event of(EventType type) {
        return switch (type) {
            case STUDY_SUBMITTED ->
                new StudySubmitted(STUDY, new ObjectMapper().createObjectNode().put("name", "quickstart"));
            case STUDY_CANCELLED -> new StudyCancelled(STUDY, "enough");
            case TRIAL_SUGGESTED ->
                new TrialSuggested(
                        STUDY, TRIAL, 3, "roberta", PARAMS, new TrainingOrder(MODEL, DATA, COMPUTE, 2, 0.5, 7), DESIGN);
            case CHECKPOINT_SAVED -> new CheckpointSaved(STUDY, TRIAL, TRAJECTORY.get(1));
            case TRIAL_TRAINED -> new TrialTrained(STUDY, TRIAL, TRAJECTORY, 0.61, 80, 2.5, FINGERPRINT, INPUTS);
            case TRIAL_FAILED -> new TrialFailed(STUDY, TRIAL, FailureReason.DIVERGED, "loss is NaN at step 12");
            case FUSION_SUGGESTED ->
                new FusionSuggested(STUDY, TRIAL, FUSION, 5, TRAJECTORY, List.of(0.25, 0.75), SCORING, SURROGATE);
            case MODEL_FUSED -> new ModelFused(STUDY, TRIAL, FUSION, ARTIFACT, SCORING);
            case FUSION_FAILED ->
                new FusionFailed(STUDY, TRIAL, FUSION, FailureReason.UNREADABLE, "checkpoint 1 has another hash");
            case FUSION_SELECTED -> new FusionSelected(STUDY, TRIAL, FUSION, List.of(0.25, 0.75), 0.375, 10);
            case MODEL_SELECTED ->
                new ModelSelected(
                        STUDY,
                        TRIAL,
                        TRIAL + ".best-single.holdout",
                        ModelRole.BEST_SINGLE,
                        ARTIFACT,
                        new ScoringOrder(MODEL, DATA, COMPUTE, Split.HOLDOUT_MISMATCHED, 0, 12));
            case MODEL_SCORED ->
                new ModelScored(
                        STUDY,
                        TRIAL,
                        TRIAL + ".fused.validation",
                        Split.VALIDATION,
                        ARTIFACT,
                        0.5,
                        Map.of("f1", 0.75, "accuracy", 0.875),
                        0.8125,
                        320,
                        0.25,
                        FINGERPRINT,
                        INPUTS);
            case SCORING_FAILED ->
                new ScoringFailed(
                        STUDY, TRIAL, TRIAL + ".fused.validation", Split.VALIDATION, FailureReason.CRASHED, "gave up");
            case TRIAL_COMPLETED -> new TrialCompleted(STUDY, TRIAL, 3, 0.8125);
            case STUDY_COMPLETED ->
                new StudyCompleted(
                        STUDY,
                        TRIAL,
                        3,
                        PARAMS,
                        List.of(0.25, 0.75),
                        ARTIFACT,
                        0.8125,
                        Map.of(ModelRole.UNIFORM, 0.75, ModelRole.FUSED, 0.8, ModelRole.BEST_SINGLE, 0.7),
                        8,
                        1);
            case JOURNAL_IMPORTED -> {
                JournalHash hash = new JournalHash();
                hash.seal("{}");
                String before = hash.last();
                JournalEntry entry =
                        new JournalEntry(STUDY, 1, JournalEntry.Role.OBSERVATION, of(EventType.STUDY_CANCELLED));
                String line = hash.seal(JournalLine.write(entry, Instant.parse("2026-11-23T12:00:00Z")));
                yield new JournalImported(STUDY, 1, 2, before, List.of(line));
            }
            case FILES_RELEASED -> new FilesReleased(STUDY, TRIAL, List.of(FilesReleased.trajectory(TRIAL), FUSION));
            case STUDY_FAILED -> new StudyFailed(STUDY, "none of its 8 trials has a value");
        };
    }
}
