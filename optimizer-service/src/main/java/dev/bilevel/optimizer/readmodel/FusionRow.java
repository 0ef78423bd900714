package dev.bilevel.optimizer.readmodel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/// A fusion as it stands.
@Entity
@Table(name = "fusion")
public class FusionRow {
    @Id
    public String id;

    @Column(name = "trial_id")
    public String trialId;

    /// Index in the trial's inner loop, from 0.
    public int number;

    /// `pending`, `scored` or `failed`.
    public String state;

    /// JSON: α.
    public String weights;

    /// JSON: the suggestion's explanation.
    public String why;

    public Double loss;
    public String message;

    @Column(name = "suggested_at")
    public Instant suggestedAt;

    @Column(name = "ended_at")
    public Instant endedAt;
}
