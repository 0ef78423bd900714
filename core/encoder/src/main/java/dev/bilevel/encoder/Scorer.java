package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDManager;

import java.io.IOException;
import java.nio.file.Path;

/// One model's module and parameter tensors, refilled for every weights file.
final class Scorer implements AutoCloseable {
    private final PtNDManager manager;
    private final Head head;
    private final int padding;
    private final EncoderModule module;
    private final Parameters parameters;

    Scorer(Architecture architecture, Head head, ComputeSettings compute) {
        this.head = head;
        padding = architecture.padding();
        manager = (PtNDManager) Natives.engine().newBaseManager(Hardware.device(compute));
        module = new EncoderModule(manager, architecture, head, compute.precision());
        parameters = new Parameters(architecture.parameters(head), manager);
    }

    /// @param torch held while this runs
    Score score(Session torch, Path weights, TokenizedExamples tokens, Labels labels) throws InvalidModel, IOException {
        parameters.load(weights);
        int columns = head.labels();
        float[][] logits = new float[tokens.size()][columns];
        for (int[] rows : Batches.forScoring(tokens)) {
            try (BatchTensors batch = new BatchTensors(torch.manager(), tokens, rows, padding)) {
                float[] flat = module.score(batch, parameters);
                for (int i = 0; i < rows.length; i++) {
                    System.arraycopy(flat, i * columns, logits[rows[i]], 0, columns);
                }
            }
        }
        return new Loss(head).score(logits, labels);
    }

    @Override
    public void close() {
        manager.close();
    }
}
