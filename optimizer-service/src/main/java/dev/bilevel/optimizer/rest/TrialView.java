package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.optimizer.readmodel.TrialRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A trial as it stands.
@Schema(description = "A trial: hyperparameters, training, inner loop, value")
public record TrialView(
        @Schema(examples = "quickstart-20261123-120000.t3") String id,

        @Schema(description = "index in the study, from 0", examples = "3")
        int trial,

        @Schema(enumeration = {"training", "fusing", "validating", "completed", "failed"})
        String state,

        @Schema(description = "hyperparameters by name", implementation = Object.class)
        JsonNode params,

        @Schema(description = "validation metric of the fused model")
        Double value,

        @Schema(description = "highest value among this trial and those before it")
        Double bestSoFar,

        @Schema(description = "why it failed") String message,
        Training training,
        InnerLoop inner,

        @Schema(description = "what the trainer last said, as long as Redis remembers", implementation = Object.class)
        JsonNode progress,

        @Schema(description = "how the suggestion came about", implementation = Object.class)
        JsonNode why,

        Instant suggestedAt,
        Instant endedAt) {

    /// What training left behind.
    public record Training(int checkpoints, Double loss, Integer steps, Double seconds) {}

    /// Fusions of the trial's checkpoints; the best has the lowest training loss.
    public record InnerLoop(
            int budget,
            int suggested,
            int scored,
            int failed,
            Double bestLoss,
            String selected,
            @Schema(implementation = Object.class) JsonNode weights) {}

    /// @param trials of one study, by number
    static List<TrialView> of(List<TrialRow> trials, int fusionBudget, Map<String, JsonNode> progress) {
        List<TrialView> views = new ArrayList<>();
        Double best = null;
        for (TrialRow row : trials) {
            best = row.value == null || best != null && best >= row.value ? best : row.value;
            views.add(of(row, fusionBudget, best, progress.get(row.id)));
        }
        return views;
    }

    static TrialView of(TrialRow row, int fusionBudget, Double bestSoFar, JsonNode progress) {
        return new TrialView(
                row.id,
                row.number,
                row.state,
                Json.parse(row.params),
                row.value,
                bestSoFar,
                row.message,
                new Training(row.checkpoints, row.trainingLoss, row.steps, row.trainingSeconds),
                new InnerLoop(
                        fusionBudget,
                        row.fusions,
                        row.scoredFusions,
                        row.failedFusions,
                        row.bestLoss,
                        row.fusionId,
                        Json.parse(row.weights)),
                progress,
                Json.parse(row.why),
                row.suggestedAt,
                row.endedAt);
    }
}
