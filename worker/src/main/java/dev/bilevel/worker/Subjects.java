package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.TrialSuggested;
import org.jboss.logging.MDC;

import java.util.Map;

/// What a piece of work is about, for every line that is logged while it runs.
final class Subjects {
    private Subjects() {}

    /// Ids by the name that logs use.
    static Map<String, String> of(Event event) {
        return switch (event) {
            case TrialSuggested trial -> Map.of("studyId", trial.studyId(), "trialId", trial.trialId());
            case FusionSuggested fusion ->
                Map.of("studyId", fusion.studyId(), "trialId", fusion.trialId(), "fusionId", fusion.fusionId());
            case ModelFused model ->
                Map.of("studyId", model.studyId(), "trialId", model.trialId(), "fusionId", model.fusionId());
            case ModelSelected model ->
                Map.of("studyId", model.studyId(), "trialId", model.trialId(), "modelId", model.modelId());
            default -> Map.of("studyId", event.studyId());
        };
    }

    static void remember(Event event) {
        of(event).forEach(MDC::put);
        MDC.put("subject", event.subject());
    }

    static void forget() {
        MDC.clear();
    }
}
