package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.optimizer.readmodel.FusionRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/// A fusion as it stands.
@Schema(description = "A fusion: weights over the trial's checkpoints, and the training loss of the result")
public record FusionView(
        @Schema(examples = "quickstart-20261123-120000.t3.f5")
        String id,

        @Schema(description = "index in the trial's inner loop, from 0")
        int fusion,

        @Schema(enumeration = {"pending", "scored", "failed"})
        String state,

        @Schema(description = "one for each checkpoint, summing to 1", implementation = Double[].class)
        JsonNode weights,

        @Schema(description = "mean training loss of the fused model")
        Double loss,

        @Schema(description = "why it failed") String message,

        @Schema(description = "how the suggestion came about", implementation = Object.class)
        JsonNode why,

        Instant suggestedAt,
        Instant endedAt) {

    static FusionView of(FusionRow row) {
        return new FusionView(
                row.id,
                row.number,
                row.state,
                Json.parse(row.weights),
                row.loss,
                row.message,
                Json.parse(row.why),
                row.suggestedAt,
                row.endedAt);
    }

    /// A trial with each of its fusions.
    @Schema(description = "A trial with each of its fusions")
    public record OfTrial(TrialView trial, List<FusionView> fusions) {}
}
