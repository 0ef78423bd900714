package dev.bilevel.optimizer.readmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;

import java.time.Instant;

/// New rows, as they are before anything has happened to them.
final class Rows {
    private static final ObjectMapper JSON = EventCodec.mapper();

    private Rows() {}

    static StudyRow study(StudySubmitted submitted, Instant written) {
        JsonNode spec = submitted.spec();
        StudyRow row = new StudyRow();
        row.id = submitted.studyId();
        row.name = spec.path("name").asText();
        row.task = spec.path("task").asText();
        row.status = "running";
        row.spec = spec.toString();
        row.trialBudget = spec.path("outer").path("trials").asInt();
        row.fusionBudget = spec.path("inner").path("fusions").asInt();
        row.submittedAt = written;
        row.changedAt = written;
        return row;
    }

    static TrialRow trial(TrialSuggested suggested, Instant written) {
        TrialRow row = new TrialRow();
        row.id = suggested.trialId();
        row.studyId = suggested.studyId();
        row.number = suggested.trial();
        row.state = "training";
        row.params = json(suggested.params());
        row.why = json(suggested.why());
        row.suggestedAt = written;
        return row;
    }

    static FusionRow fusion(FusionSuggested suggested, Instant written) {
        FusionRow row = new FusionRow();
        row.id = suggested.fusionId();
        row.trialId = suggested.trialId();
        row.number = suggested.fusion();
        row.state = "pending";
        row.weights = json(suggested.weights());
        row.why = json(suggested.why());
        row.suggestedAt = written;
        return row;
    }

    /// A text that PostgreSQL takes: it knows no character 0. What is in JSON is escaped there.
    static String text(String anything) {
        return anything.replace('\0', '\uFFFD');
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a part of an event that cannot be written: " + value, e);
        }
    }
}
