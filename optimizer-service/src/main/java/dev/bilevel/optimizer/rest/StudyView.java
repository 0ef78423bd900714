package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.optimizer.readmodel.StudyRow;
import dev.bilevel.optimizer.readmodel.TrialRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;
import java.util.Map;

/// A study with everything that is known about it.
@Schema(description = "A study with its trials")
public record StudyView(
        @JsonUnwrapped StudySummary summary,

        @Schema(description = "the resolved spec, every default filled in", implementation = Object.class)
        JsonNode spec,

        List<TrialView> trials,

        @Schema(description = "the winner, once the study is completed", implementation = Object.class)
        JsonNode result) {

    static StudyView of(StudyRow study, List<TrialRow> trials, Map<String, JsonNode> progress) {
        return new StudyView(
                StudySummary.of(study),
                Json.parse(study.spec),
                TrialView.of(trials, study.fusionBudget, progress),
                Json.parse(study.result));
    }
}
