package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialTrained;
import org.jboss.logging.MDC;

/// The ids that log lines carry while an event is handled: `studyId`, `trialId`, `fusionId`.
final class LogContext implements AutoCloseable {
    private LogContext() {}

    static LogContext of(Event event) {
        MDC.put("studyId", event.studyId());
        switch (event) {
            case CheckpointSaved saved -> MDC.put("trialId", saved.trialId());
            case TrialTrained trained -> MDC.put("trialId", trained.trialId());
            case TrialFailed failed -> MDC.put("trialId", failed.trialId());
            case FusionFailed failed -> fusion(failed.trialId(), failed.fusionId());
            case ModelScored scored -> fusion(scored.trialId(), scored.modelId());
            case ScoringFailed failed -> fusion(failed.trialId(), failed.modelId());
            default -> {
                // The others are about the study as a whole, or never come in.
            }
        }
        return new LogContext();
    }

    private static void fusion(String trialId, String modelId) {
        MDC.put("trialId", trialId);
        MDC.put("fusionId", modelId);
    }

    @Override
    public void close() {
        MDC.remove("studyId");
        MDC.remove("trialId");
        MDC.remove("fusionId");
    }
}
