package dev.bilevel.learning;

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
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The training that a trial asks for: its model opened, its examples read, nothing computed yet.
///
/// Whoever runs it, the trainer or someone who doubts it, gets the same bits wherever the [#fingerprint] is the same.
public final class TrialTraining {
    private final TrainingOrder order;
    private final Hyperparameters hyperparameters;
    private final ModelFolder model;
    private final List<Example> examples;
    private final ComputeSettings compute;
    private final FineTuning training;

    private TrialTraining(TrialSuggested trial, Splits splits) throws OrderFailed, InvalidModel, IOException {
        order = trial.training();
        hyperparameters = Hyperparameters.of(trial.params().values());
        model = Orders.model(order.model());
        examples = splits.of(order.data(), Split.TRAIN);
        compute = Orders.compute(order.compute());
        FineTuning unwatched =
                new FineTuning(model, Head.of(Orders.task(order.data().task())), compute);
        training = hyperparameters.patience() > 0
                ? unwatched.watching(splits.of(order.data(), Split.VALIDATION))
                : unwatched;
    }

    /// @throws OrderFailed if the model or the data cannot be had, or there is no such setting
    /// @throws IOException if a file cannot be read
    public static TrialTraining of(TrialSuggested trial, Splits splits) throws OrderFailed, IOException {
        try {
            return new TrialTraining(trial, splits);
        } catch (InvalidHyperparameter e) {
            throw refused(e);
        } catch (InvalidModel e) {
            throw Orders.invalid(e);
        }
    }

    /// A study has one way to compute, the same names in every configuration, and many values.
    private static OrderFailed refused(InvalidHyperparameter e) {
        boolean another =
                Hyperparameters.names().contains(e.field()) || e.field().startsWith("training.");
        return another ? new OrderFailed(FailureReason.INFEASIBLE, e.getMessage(), e) : Orders.invalid(e);
    }

    /// Where it begins.
    public ModelFolder model() {
        return model;
    }

    /// λ, with every default filled in.
    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /// What it learns from.
    public List<Example> examples() {
        return examples;
    }

    /// What it would be computed with, here and now.
    ///
    /// @throws OrderFailed if this machine has no such device
    public Fingerprint fingerprint() throws OrderFailed {
        try {
            return Orders.fingerprint(dev.bilevel.encoder.Fingerprint.of(compute));
        } catch (InvalidHyperparameter e) {
            throw Orders.invalid(e);
        }
    }

    /// From the first step to the last.
    ///
    /// @throws OrderFailed if the order cannot be followed after all
    /// @throws Diverged if the loss becomes NaN, infinite or hopeless, or has risen
    /// @throws Cancelled if the listener says so
    public Trained run(TrainingListener listener) throws OrderFailed, Diverged, Cancelled, IOException {
        try {
            return training.run(examples, hyperparameters, snapshots(), order.seed(), listener);
        } catch (InvalidHyperparameter e) {
            throw refused(e);
        } catch (InvalidModel e) {
            throw Orders.invalid(e);
        }
    }

    /// From a state that an earlier attempt has left.
    ///
    /// @throws InvalidModel if it is no state of this training
    /// @throws Diverged if the loss becomes NaN, infinite or hopeless, or has risen
    /// @throws Cancelled if the listener says so
    public Trained resume(Path state, TrainingListener listener) throws InvalidModel, Diverged, Cancelled, IOException {
        return training.resume(state, examples, hyperparameters, snapshots(), order.seed(), listener);
    }

    private Snapshots snapshots() {
        return new Snapshots(order.checkpoints(), order.checkpointsFrom());
    }
}
