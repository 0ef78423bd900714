package dev.bilevel.evaluator;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.glue.Metrics;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.Work;
import dev.bilevel.worker.WorkFailed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The outer loop's objective and the report: the task's official metrics over a whole split.
@ApplicationScoped
class SelectedWork implements Work<ModelSelected> {
    private static final Logger LOG = Logger.getLogger(SelectedWork.class);

    private final ModelScoring scoring;

    @Inject
    SelectedWork(ModelScoring scoring) {
        this.scoring = scoring;
    }

    @Override
    public Class<ModelSelected> event() {
        return ModelSelected.class;
    }

    @Override
    public List<Event> perform(ModelSelected order, Attempt attempt) throws WorkFailed, IOException {
        ModelScoring.Scored scored = scoring.score(order.model(), order.scoring());
        Metrics metrics = Metrics.of(scored.task(), scored.score().predictions(), scored.labels());
        LOG.infof(
                "%s on %s: loss %.4f, %s",
                order.role(), order.scoring().split(), scored.score().loss(), metrics.byName());
        return List.of(new ModelScored(
                order.studyId(),
                order.trialId(),
                order.modelId(),
                order.scoring().split(),
                order.model(),
                scored.score().loss(),
                metrics.byName(),
                metrics.primary(),
                scored.examples().size(),
                scored.seconds(),
                scored.fingerprint(),
                scored.inputs()));
    }

    @Override
    public Optional<Event> failed(ModelSelected order, FailureReason reason, String message) {
        return Optional.of(new ScoringFailed(
                order.studyId(),
                order.trialId(),
                order.modelId(),
                order.scoring().split(),
                reason,
                message));
    }
}
