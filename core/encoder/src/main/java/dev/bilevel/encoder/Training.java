package dev.bilevel.encoder;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.bilevel.encoder.EncoderModule.Gradients;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// The loop: epochs of batches, a step each, snapshots where they are due.
final class Training {
    private final Architecture architecture;
    private final EncoderModule module;
    private final Optimizer optimizer;
    private final Session torch;
    private final PtNDManager manager;
    private final Plan plan;
    private final TrainingIdentity identity;
    private final long seed;
    private final Dropout dropout;

    Training(
            Architecture architecture,
            EncoderModule module,
            Optimizer optimizer,
            Session torch,
            Plan plan,
            TrainingIdentity identity,
            long seed,
            Dropout dropout) {
        this.architecture = architecture;
        this.module = module;
        this.optimizer = optimizer;
        this.torch = torch;
        this.manager = torch.manager();
        this.plan = plan;
        this.identity = identity;
        this.seed = seed;
        this.dropout = dropout;
    }

    /// Goes on from where the course stands, to the last step or until it is enough.
    void run(
            TokenizedExamples tokens,
            Labels labels,
            LossWatch watch,
            EarlyStopping stopping,
            Course course,
            TrainingListener listener)
            throws Diverged, Cancelled, IOException {
        int epochs = plan.hyperparameters().epochs();
        int anEpoch = plan.stepsAnEpoch();
        while (course.taken() < plan.steps() && !stopping.enough(course)) {
            int epoch = course.taken() / anEpoch + 1;
            int within = course.taken() % anEpoch;
            if (within == 0) {
                course.beginEpoch();
            }
            List<int[]> batches = Batches.ofEpoch(tokens, plan.hyperparameters().batchSize(), seed, epoch);
            for (int[] rows : batches.subList(within, anEpoch)) {
                if (listener.cancelled()) {
                    throw new Cancelled(course.taken() + 1);
                }
                double learningRate = plan.learningRate(course.taken());
                Step step = step(tokens, labels, rows, course.taken() + 1, learningRate);
                course.take(step.loss(), rows.length);
                watch.check(course, step.loss(), step.norm());
                listener.progress(new Progress(
                        course.taken(), plan.steps(), rows.length, epoch, epochs, step.loss(), learningRate));
                if (due(course)) {
                    listener.checkpoint(plan.snapshotsBy(course.taken()) - 1, course.taken(), optimizer.parameters());
                }
                if (course.taken() == epoch * anEpoch) {
                    stopping.look(torch, module, optimizer.parameters(), course);
                }
                listener.resumable(course.taken(), target -> TrainingState.write(target, optimizer, course, identity));
            }
        }
        if (!due(course)) {
            // It ended early: what it has come to is the last member of the trajectory.
            listener.checkpoint(plan.snapshotsBy(course.taken()), course.taken(), optimizer.parameters());
        }
    }

    private boolean due(Course course) {
        int snapshots = plan.snapshotsBy(course.taken());
        return snapshots > 0 && plan.due()[snapshots - 1] == course.taken();
    }

    /// What a step came to, before its update.
    record Step(double loss, double norm) {}

    /// Takes one step.
    ///
    /// @param rows of the batch
    /// @param number from 1
    /// @throws InvalidHyperparameter if the batch is too large for the memory there is
    Step step(TokenizedExamples tokens, Labels labels, int[] rows, int number, double learningRate) {
        try (PtNDManager held = (PtNDManager) manager.newSubManager()) {
            long[] ids = BatchTensors.uniques(tokens, rows, architecture.padding());
            PtNDArray uniques = (PtNDArray) held.create(ids);
            List<PtNDArray> gradients = List.of();
            double loss = 0;
            int parts = Math.min(plan.hyperparameters().gradientAccumulation(), rows.length);
            for (int part = 0; part < parts; part++) {
                int[] own = Arrays.copyOfRange(rows, cut(rows, part, parts), cut(rows, part + 1, parts));
                double share = (double) own.length / rows.length;
                Gradients found = gradients(held, tokens, labels, own, ids, uniques, share, seedOf(number, part));
                loss += share * found.loss();
                if (part == 0) {
                    gradients = found.gradients();
                } else {
                    module.accumulate(gradients, found.gradients());
                    found.gradients().forEach(PtNDArray::close);
                }
            }
            double norm = module.length(held, gradients);
            optimizer.step(gradients, uniques, norm, number, learningRate);
            return new Step(loss, norm);
        } catch (EngineException e) {
            abandon(e);
            throw explained(plan.hyperparameters().batchSize(), e);
        }
    }

    private void abandon(EngineException reason) {
        try {
            module.abandon(optimizer.parameters());
        } catch (EngineException e) {
            reason.addSuppressed(e);
        }
    }

    /// The batch size is at fault where PyTorch says that memory is at its end: a GPU's, or a processor's.
    static RuntimeException explained(int batchSize, EngineException e) {
        return e.getMessage()
                .lines()
                .filter(line -> line.contains("out of memory") || line.contains("allocate memory"))
                .findFirst()
                .<RuntimeException>map(reason ->
                        new InvalidHyperparameter("batchSize", batchSize, "a batch that fits into memory: " + reason))
                .orElse(e);
    }

    private Gradients gradients(
            PtNDManager held,
            TokenizedExamples tokens,
            Labels labels,
            int[] rows,
            long[] ids,
            PtNDArray uniques,
            double share,
            long drawn) {
        try (BatchTensors batch = new BatchTensors(held, tokens, rows, ids)) {
            return module.gradients(
                    batch,
                    uniques,
                    labels.of(rows, batch.manager()),
                    optimizer.parameters(),
                    dropout.of(batch, drawn),
                    share);
        }
    }

    /// Of its own for every part of every step, so that a training can go on from any step.
    private long seedOf(int number, int part) {
        return Seed.derive(Seed.derive(seed, "dropout", number), "part", part);
    }

    private static int cut(int[] rows, int part, int parts) {
        return (int) ((long) rows.length * part / parts);
    }
}
