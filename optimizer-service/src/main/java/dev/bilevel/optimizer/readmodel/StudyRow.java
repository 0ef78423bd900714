package dev.bilevel.optimizer.readmodel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/// A study as it stands.
@Entity
@Table(name = "study")
public class StudyRow {
    @Id
    public String id;

    public String name;
    public String task;
    /// `running`, `completed`, `failed` or `cancelled`.
    public String status;
    /// JSON: the resolved spec.
    public String spec;

    @Column(name = "trial_budget")
    public int trialBudget;

    @Column(name = "fusion_budget")
    public int fusionBudget;

    public int trials;

    @Column(name = "completed_trials")
    public int completedTrials;

    @Column(name = "failed_trials")
    public int failedTrials;

    @Column(name = "best_trial")
    public Integer bestTrial;

    @Column(name = "best_value")
    public Double bestValue;

    /// JSON: the StudyCompleted event.
    public String result;

    public String message;

    @Column(name = "last_sequence")
    public long lastSequence;

    @Column(name = "submitted_at")
    public Instant submittedAt;

    @Column(name = "changed_at")
    public Instant changedAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    /// Whether nothing more will happen to it.
    public boolean isOver() {
        return !"running".equals(status);
    }
}
