package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.io.IOException;
import java.util.List;

/// Fine-tunes an encoder with a classification or regression head.
///
/// The same model, examples, hyperparameters, snapshots, seed and [Fingerprint] give the same bits, whichever
/// trainings ran before in the process. One training or scoring computes at a time in a process; others wait for
/// it.
public final class FineTuning {
    private final ModelFolder model;
    private final Head head;
    private final ComputeSettings compute;

    public FineTuning(ModelFolder model, Head head, ComputeSettings compute) {
        this.model = model;
        this.head = head;
        this.compute = compute;
    }

    /// Trains to the last step, on the calling thread.
    ///
    /// @param seed of initial weights, data order and dropout
    /// @throws InvalidHyperparameter if there are fewer steps than snapshots, or no such device
    /// @throws InvalidModel if weights or tokenizer cannot be read after all
    /// @throws Diverged if the loss becomes NaN, infinite or hopeless
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
        Labels labels = new Labels(examples, head);
        Plan plan = Plan.of(examples.size(), hyperparameters, snapshots);
        Fingerprint fingerprint = Fingerprint.of(compute);
        TokenizedExamples tokens = TokenCache.SHARED.get(model, compute.maxLength(), examples);
        try (Session torch = Session.open(compute)) {
            torch.seed(Seed.derive(seed, "dropout", 0));
            Architecture architecture = model.architecture();
            Parameters parameters = new Parameters(architecture.parameters(head), torch.manager());
            parameters.start(model, seed);
            Training training = new Training(
                    new EncoderModule(torch.manager(), architecture, head, compute.precision()),
                    Optimizer.starting(parameters, torch.manager()),
                    torch.manager(),
                    architecture.padding());
            double loss = training.run(tokens, labels, new LossWatch(labels, head), plan, seed, listener);
            return new Trained(plan.steps(), loss, (long) examples.size() * hyperparameters.epochs(), fingerprint);
        }
    }
}
