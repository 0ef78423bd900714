package dev.bilevel.optimizer.readmodel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/// A trial as it stands.
@Entity
@Table(name = "trial")
public class TrialRow {
    @Id
    public String id;

    @Column(name = "study_id")
    public String studyId;

    /// Index in the study, from 0.
    public int number;

    /// `training`, `fusing`, `validating`, `completed` or `failed`.
    public String state;

    /// JSON: λ.
    public String params;

    /// JSON: the suggestion's explanation.
    public String why;

    public Double value;
    public String message;
    public int checkpoints;

    @Column(name = "training_loss")
    public Double trainingLoss;

    public Integer steps;

    @Column(name = "training_seconds")
    public Double trainingSeconds;

    public int fusions;

    @Column(name = "scored_fusions")
    public int scoredFusions;

    @Column(name = "failed_fusions")
    public int failedFusions;

    @Column(name = "best_loss")
    public Double bestLoss;

    /// The chosen fusion.
    @Column(name = "fusion_id")
    public String fusionId;

    /// JSON: α*.
    public String weights;

    @Column(name = "suggested_at")
    public Instant suggestedAt;

    @Column(name = "ended_at")
    public Instant endedAt;
}
