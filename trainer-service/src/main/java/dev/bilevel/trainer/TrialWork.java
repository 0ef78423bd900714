package dev.bilevel.trainer;

import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Trained;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.learning.Contents;
import dev.bilevel.learning.OrderFailed;
import dev.bilevel.learning.Splits;
import dev.bilevel.learning.TrialTraining;
import dev.bilevel.learning.WarmUp;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.Work;
import dev.bilevel.worker.WorkFailed;
import dev.bilevel.worker.store.Stores;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Fine-tunes as a trial asks for, or finds that it was done before.
@ApplicationScoped
class TrialWork implements Work<TrialSuggested> {
    private static final Logger LOG = Logger.getLogger(TrialWork.class);

    private final StoredTrials trials;
    private final Splits splits = new Splits();
    private final Contents contents = new Contents();

    private final Duration saveEvery;

    @Inject
    TrialWork(StoreConfig store, TrainerConfig config) {
        this(new StoredTrials(Stores.open(store)), config.saveEvery());
    }

    TrialWork(StoredTrials trials, Duration saveEvery) {
        this.trials = trials;
        this.saveEvery = saveEvery;
    }

    void warmUp(@Observes StartupEvent event) {
        WarmUp.begin();
    }

    @Override
    public Class<TrialSuggested> event() {
        return TrialSuggested.class;
    }

    @Override
    public List<Event> perform(TrialSuggested trial, Attempt attempt) throws WorkFailed, IOException {
        try {
            TrialTraining training = TrialTraining.of(trial, splits);
            String hash = TrialInputs.hash(trial.training(), training.hyperparameters(), training.model());
            Path folder = trials.folder(trial, hash);
            Optional<StoredTrials.Result> found = trials.find(folder);
            if (found.isPresent()) {
                LOG.infof("trial %d was trained before, as %s", trial.trial(), hash);
            }
            StoredTrials.Result result = found.isPresent() ? found.get() : train(trial, folder, training, attempt);
            return List.of(trained(trial, result, inputs(trial.training(), training.model())));
        } catch (OrderFailed e) {
            throw new WorkFailed(e.reason(), e.getMessage(), e);
        } catch (Diverged e) {
            throw new WorkFailed(FailureReason.DIVERGED, e.getMessage(), e);
        } catch (Cancelled e) {
            throw new WorkFailed(FailureReason.CANCELLED, e.getMessage(), e);
        }
    }

    @Override
    public Optional<Event> failed(TrialSuggested trial, FailureReason reason, String message) {
        return Optional.of(new TrialFailed(trial.studyId(), trial.trialId(), reason, message));
    }

    private StoredTrials.Result train(TrialSuggested trial, Path folder, TrialTraining training, Attempt attempt)
            throws OrderFailed, Diverged, Cancelled, IOException {
        LOG.infof(
                "trial %d: %s on %d examples of %s, %s",
                trial.trial(),
                training.model(),
                training.examples().size(),
                trial.training().data().task(),
                training.hyperparameters());
        Interrupted interrupted = trials.interrupted(folder);
        Fingerprint fingerprint = training.fingerprint();
        Optional<List<Checkpoint>> earlier = interrupted.trajectory(fingerprint);
        TrialWatch watch = new TrialWatch(
                trial,
                folder,
                trials,
                attempt,
                earlier.orElse(List.of()),
                new TrialWatch.Saving(interrupted, saveEvery, fingerprint));
        long begun = System.nanoTime();
        Trained trained;
        try {
            if (earlier.isPresent()) {
                LOG.infof("trial %d: an earlier attempt left its state, it goes on from there", trial.trial());
                try {
                    trained = training.resume(interrupted.state(), watch);
                } catch (InvalidModel e) {
                    LOG.warnf("trial %d starts again: %s", trial.trial(), e.getMessage());
                    interrupted.forget();
                    return train(trial, folder, training, attempt);
                }
            } else {
                trained = training.run(watch);
            }
        } catch (Diverged e) {
            // It would diverge again.
            interrupted.forget();
            throw e;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        StoredTrials.Result result = new StoredTrials.Result(
                watch.checkpoints(), trained.trainingLoss(), trained.steps(), seconds, fingerprint);
        trials.keep(folder, result);
        interrupted.forget();
        LOG.infof(
                "trial %d: %d steps in %.1f s, loss %.4f",
                trial.trial(), result.steps(), seconds, result.trainingLoss());
        return result;
    }

    private Inputs inputs(TrainingOrder order, ModelFolder model) throws OrderFailed, IOException {
        return contents.inputs(model, order.data(), Split.TRAIN, order.seed());
    }

    private static TrialTrained trained(TrialSuggested trial, StoredTrials.Result result, Inputs inputs) {
        return new TrialTrained(
                trial.studyId(),
                trial.trialId(),
                result.checkpoints(),
                result.trainingLoss(),
                result.steps(),
                result.seconds(),
                result.fingerprint(),
                inputs);
    }
}
