package dev.bilevel.trainer;

import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.FineTuning;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Snapshots;
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
import dev.bilevel.glue.Example;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.Work;
import dev.bilevel.worker.WorkFailed;
import dev.bilevel.worker.learning.Contents;
import dev.bilevel.worker.learning.Orders;
import dev.bilevel.worker.learning.Splits;
import dev.bilevel.worker.learning.WarmUp;
import dev.bilevel.worker.store.Stores;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import java.io.IOException;
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
            Hyperparameters hyperparameters = Hyperparameters.of(trial.params().values());
            ModelFolder model = Orders.model(trial.training().model());
            List<Example> examples = splits.of(trial.training().data(), Split.TRAIN);
            String hash = TrialInputs.hash(trial.training(), hyperparameters, model);
            Optional<StoredTrials.Result> found = trials.find(hash);
            if (found.isPresent()) {
                LOG.infof("trial %d was trained before, as %s", trial.trial(), hash);
            }
            StoredTrials.Result result =
                    found.isPresent() ? found.get() : train(trial, hash, hyperparameters, model, examples, attempt);
            return List.of(trained(trial, result, inputs(trial.training(), model)));
        } catch (InvalidHyperparameter | InvalidModel e) {
            throw Orders.invalid(e);
        } catch (Diverged e) {
            throw new WorkFailed(FailureReason.DIVERGED, e.getMessage(), e);
        } catch (Cancelled e) {
            throw new WorkFailed(FailureReason.CANCELLED, e.getMessage(), e);
        }
    }

    @Override
    public Event failed(TrialSuggested trial, FailureReason reason, String message) {
        return new TrialFailed(trial.studyId(), trial.trialId(), reason, message);
    }

    private StoredTrials.Result train(
            TrialSuggested trial,
            String hash,
            Hyperparameters hyperparameters,
            ModelFolder model,
            List<Example> examples,
            Attempt attempt)
            throws WorkFailed, InvalidModel, Diverged, Cancelled, IOException {
        TrainingOrder order = trial.training();
        LOG.infof(
                "trial %d: %s on %d examples of %s, %s",
                trial.trial(), model, examples.size(), order.data().task(), hyperparameters);
        Head head = Head.of(Orders.task(order.data().task()));
        ComputeSettings compute = Orders.compute(order.compute());
        FineTuning training = new FineTuning(model, head, compute);
        if (hyperparameters.patience() > 0) {
            training = training.watching(splits.of(order.data(), Split.VALIDATION));
        }
        Snapshots snapshots = new Snapshots(order.checkpoints(), order.checkpointsFrom());
        Interrupted interrupted = trials.interrupted(hash);
        Fingerprint fingerprint = Orders.fingerprint(dev.bilevel.encoder.Fingerprint.of(compute));
        Optional<List<Checkpoint>> earlier = interrupted.trajectory(fingerprint);
        TrialWatch watch = new TrialWatch(
                trial,
                hash,
                trials,
                attempt,
                earlier.orElse(List.of()),
                new TrialWatch.Saving(interrupted, saveEvery, fingerprint));
        long begun = System.nanoTime();
        Trained trained;
        if (earlier.isPresent()) {
            LOG.infof("trial %d: an earlier attempt left its state, it goes on from there", trial.trial());
            try {
                trained =
                        training.resume(interrupted.state(), examples, hyperparameters, snapshots, order.seed(), watch);
            } catch (InvalidModel e) {
                LOG.warnf("trial %d starts again: %s", trial.trial(), e.getMessage());
                interrupted.forget();
                return train(trial, hash, hyperparameters, model, examples, attempt);
            }
        } else {
            trained = training.run(examples, hyperparameters, snapshots, order.seed(), watch);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        StoredTrials.Result result = new StoredTrials.Result(
                watch.checkpoints(), trained.trainingLoss(), trained.steps(), seconds, fingerprint);
        trials.keep(hash, result);
        interrupted.forget();
        LOG.infof(
                "trial %d: %d steps in %.1f s, loss %.4f",
                trial.trial(), result.steps(), seconds, result.trainingLoss());
        return result;
    }

    private Inputs inputs(TrainingOrder order, ModelFolder model) throws WorkFailed, IOException {
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
