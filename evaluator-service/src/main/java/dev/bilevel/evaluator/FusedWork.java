package dev.bilevel.evaluator;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelScored;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.Work;
import dev.bilevel.worker.WorkFailed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The inner loop's objective: L_train(θ(α)), on the same seeded subset for every fusion of a study.
@ApplicationScoped
class FusedWork implements Work<ModelFused> {
    private final ModelScoring scoring;

    @Inject
    FusedWork(ModelScoring scoring) {
        this.scoring = scoring;
    }

    @Override
    public Class<ModelFused> event() {
        return ModelFused.class;
    }

    @Override
    public List<Event> perform(ModelFused order, Attempt attempt) throws WorkFailed, IOException {
        ModelScoring.Scored scored = scoring.score(order.model(), order.scoring());
        return List.of(new ModelScored(
                order.studyId(),
                order.trialId(),
                order.fusionId(),
                order.scoring().split(),
                order.model(),
                scored.score().loss(),
                Map.of(),
                null,
                scored.examples().size(),
                scored.seconds(),
                scored.fingerprint(),
                scored.inputs()));
    }

    @Override
    public Optional<Event> failed(ModelFused order, FailureReason reason, String message) {
        return Optional.of(new FusionFailed(order.studyId(), order.trialId(), order.fusionId(), reason, message));
    }
}
