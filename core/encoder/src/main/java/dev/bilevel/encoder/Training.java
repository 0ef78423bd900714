package dev.bilevel.encoder;

import ai.djl.ndarray.NDManager;

import java.io.IOException;

/// The loop: epochs of batches, a step each, snapshots where they are due.
final class Training {
    private final EncoderModule module;
    private final Optimizer optimizer;
    private final NDManager manager;
    private final int padding;

    private int taken;
    private int snapshots;

    Training(EncoderModule module, Optimizer optimizer, NDManager manager, int padding) {
        this.module = module;
        this.optimizer = optimizer;
        this.manager = manager;
        this.padding = padding;
    }

    /// @return the mean loss over the last epoch's examples
    double run(
            TokenizedExamples tokens, Labels labels, LossWatch watch, Plan plan, long seed, TrainingListener listener)
            throws Diverged, Cancelled, IOException {
        int epochs = plan.hyperparameters().epochs();
        double sum = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            sum = 0;
            for (int[] rows : Batches.ofEpoch(tokens, plan.hyperparameters().batchSize(), seed, epoch)) {
                if (listener.cancelled()) {
                    throw new Cancelled(taken + 1);
                }
                double learningRate = plan.learningRate(taken);
                float[] lossAndNorm = step(tokens, labels, rows, plan.hyper(taken));
                taken++;
                watch.check(taken, lossAndNorm[0], lossAndNorm[1]);
                sum += (double) lossAndNorm[0] * rows.length;
                listener.progress(new Progress(taken, plan.steps(), epoch, epochs, lossAndNorm[0], learningRate));
                if (plan.due()[snapshots] == taken) {
                    listener.checkpoint(snapshots, taken, optimizer.parameters());
                    snapshots++;
                }
            }
        }
        return sum / tokens.size();
    }

    private float[] step(TokenizedExamples tokens, Labels labels, int[] rows, double[] hyper) {
        try (BatchTensors batch = new BatchTensors(manager, tokens, rows, padding).labelled(labels, rows)) {
            return module.step(batch, optimizer, hyper);
        }
    }
}
