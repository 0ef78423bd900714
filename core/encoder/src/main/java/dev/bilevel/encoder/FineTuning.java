package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Fine-tunes an encoder with a classification or regression head.
///
/// The same model, examples, hyperparameters, snapshots, seed and [Fingerprint] give the same bits, whichever
/// trainings ran before in the process, and whether or not it was interrupted and resumed. One training or scoring
/// computes at a time in a process; others wait for it.
public final class FineTuning {
    private final ModelFolder model;
    private final Head head;
    private final ComputeSettings compute;
    private final List<Example> watched;

    public FineTuning(ModelFolder model, Head head, ComputeSettings compute) {
        this(model, head, compute, List.of());
    }

    private FineTuning(ModelFolder model, Head head, ComputeSettings compute, List<Example> watched) {
        this.model = model;
        this.head = head;
        this.compute = compute;
        this.watched = watched;
    }

    /// The same, with examples to score after each epoch if the hyperparameters have a patience.
    public FineTuning watching(List<Example> examples) {
        return new FineTuning(model, head, compute, examples);
    }

    /// Trains to the last step, on the calling thread, or until patience is at its end; then the weights of that
    /// moment are the last checkpoint, and the trajectory may have fewer than planned.
    ///
    /// @param seed of initial weights, data order and dropout
    /// @throws InvalidHyperparameter if there are fewer steps than snapshots, no such device, more layers frozen
    ///     than there are, or patience without anything to watch
    /// @throws InvalidModel if weights or tokenizer cannot be read after all
    /// @throws Diverged if the loss becomes NaN, infinite or hopeless, or has risen
    /// @throws Cancelled if the listener says so
    /// @throws IOException from the listener, or if a file cannot be read
    /// @throws IllegalArgumentException if a label does not fit the head, or there are no examples
    public Trained run(
            List<Example> examples,
            Hyperparameters hyperparameters,
            Snapshots snapshots,
            long seed,
            TrainingListener listener)
            throws InvalidModel, Diverged, Cancelled, IOException {
        return train(examples, hyperparameters, snapshots, seed, listener, Optional.empty());
    }

    /// Goes on from a state that a listener wrote, to the same bits as if there had been no interruption. The listener
    /// hears of the remaining steps only.
    ///
    /// @param state of this very training
    /// @throws InvalidModel also if it is the state of another one, naming what differs
    public Trained resume(
            Path state,
            List<Example> examples,
            Hyperparameters hyperparameters,
            Snapshots snapshots,
            long seed,
            TrainingListener listener)
            throws InvalidModel, Diverged, Cancelled, IOException {
        return train(examples, hyperparameters, snapshots, seed, listener, Optional.of(state));
    }

    private Trained train(
            List<Example> examples,
            Hyperparameters hyperparameters,
            Snapshots snapshots,
            long seed,
            TrainingListener listener,
            Optional<Path> state)
            throws InvalidModel, Diverged, Cancelled, IOException {
        Architecture architecture = model.architecture();
        Labels labels = new Labels(examples, head);
        Plan plan = Plan.of(examples.size(), hyperparameters, snapshots);
        hyperparameters.checkAgainst(architecture, watched);
        ComputeSettings settled = Hardware.settled(compute);
        Fingerprint fingerprint = Fingerprint.of(settled);
        TokenizedExamples tokens = TokenCache.SHARED.get(model, compute.maxLength(), examples);
        EarlyStopping stopping = stopping(hyperparameters);
        TrainingIdentity identity =
                TrainingIdentity.of(architecture, head, settled, fingerprint, plan, tokens, labels, stopping, seed);
        try (Session torch = Session.open(settled)) {
            Parameters parameters = new Parameters(architecture.parameters(head), torch.manager());
            EncoderModule module = new EncoderModule(
                    torch.manager(), architecture, head, fingerprint.precision(), hyperparameters.frozenLayers());
            Optimizer optimizer = new Optimizer(module, hyperparameters, parameters, torch.manager());
            Course course;
            if (state.isPresent()) {
                course = TrainingState.read(state.get(), optimizer, identity, plan.steps());
            } else {
                parameters.start(model, seed);
                course = Course.beginning();
            }
            Dropout dropout = new Dropout(architecture, module, hyperparameters, torch.manager());
            new Training(architecture, module, optimizer, torch, plan, identity, seed, dropout)
                    .run(tokens, labels, new LossWatch(labels, head), stopping, course, listener);
            double loss = course.epochLoss() / examples.size();
            long epochs = course.taken() / plan.stepsAnEpoch();
            return new Trained(course.taken(), loss, epochs * examples.size(), fingerprint);
        }
    }

    private EarlyStopping stopping(Hyperparameters hyperparameters) throws InvalidModel, IOException {
        int padding = model.architecture().padding();
        if (hyperparameters.patience() == 0) {
            return EarlyStopping.never(head, padding);
        }
        TokenizedExamples tokens = TokenCache.SHARED.get(model, compute.maxLength(), watched);
        return new EarlyStopping(
                hyperparameters.patience(), head, padding, Optional.of(tokens), Optional.of(new Labels(watched, head)));
    }
}
