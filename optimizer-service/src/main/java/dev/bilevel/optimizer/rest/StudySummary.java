package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.optimizer.readmodel.StudyRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;

/// A study in a line.
@Schema(description = "A study in a line")
public record StudySummary(
        @Schema(examples = "quickstart-20261123-120000") String id,
        @Schema(examples = "quickstart") String name,
        @Schema(examples = "SST-2") String task,

        @Schema(
                description = "submitted: not in the journal yet",
                enumeration = {"submitted", "running", "completed", "failed", "cancelled"})
        String status,

        Counts counts,

        @Schema(description = "absent until a trial is completed")
        Best best,

        @Schema(description = "why it failed or was cancelled")
        String message,

        @Schema(description = "sequence number of its last journal entry")
        Long lastSequence,

        Instant submittedAt,
        Instant changedAt,
        Instant endedAt) {

    /// How many trials there are of each kind; the budget is what the spec allows.
    public record Counts(int budget, int suggested, int completed, int failed) {}

    /// The completed trial with the highest validation metric.
    public record Best(int trial, double value) {}

    /// A study that was submitted and is not in the read model yet.
    static StudySummary submitted(StudySubmitted submitted) {
        JsonNode spec = submitted.spec();
        return new StudySummary(
                submitted.studyId(),
                spec.path("name").asText(),
                spec.path("task").asText(),
                "submitted",
                new Counts(spec.path("outer").path("trials").asInt(), 0, 0, 0),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static StudySummary of(StudyRow row) {
        return new StudySummary(
                row.id,
                row.name,
                row.task,
                row.status,
                new Counts(row.trialBudget, row.trials, row.completedTrials, row.failedTrials),
                row.bestTrial == null ? null : new Best(row.bestTrial, row.bestValue),
                row.message,
                row.lastSequence,
                row.submittedAt,
                row.changedAt,
                row.endedAt);
    }
}
