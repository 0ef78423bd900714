package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One model's module and parameter tensors, refilled for every weights file.
final class Scorer implements AutoCloseable {
    private final PtNDManager manager;
    private final Head head;
    private final int padding;
    private final Family family;
    private final EncoderModule module;
    private final Parameters parameters;

    Scorer(Architecture architecture, Head head, ComputeSettings compute) {
        this.head = head;
        family = architecture.family();
        padding = architecture.padding();
        manager = (PtNDManager) Natives.engine().newBaseManager(Hardware.device(compute));
        module = new EncoderModule(manager, architecture, head, Hardware.precision(compute), 0);
        parameters = new Parameters(architecture.parameters(head), manager);
    }

    /// @param torch held while this runs
    /// @param tokens asked for when the weights are there
    /// @param ready run when both are there
    Score score(Session torch, Path weights, Tokens tokens, Labels labels, Runnable ready)
            throws InvalidModel, IOException {
        parameters.load(weights, family);
        TokenizedExamples examples = tokens.get();
        ready.run();
        return score(torch, module, parameters, head, padding, examples, labels);
    }

    /// Examples that may still be on their way.
    interface Tokens {
        TokenizedExamples get() throws InvalidModel, IOException;
    }

    /// With the parameters as they are.
    static Score score(
            Session torch,
            EncoderModule module,
            Parameters parameters,
            Head head,
            int padding,
            TokenizedExamples tokens,
            Labels labels) {
        int columns = head.labels();
        float[][] logits = new float[tokens.size()][columns];
        try (PtNDManager held = (PtNDManager) torch.manager().newSubManager()) {
            List<PtNDArray> prepared = module.prepared(held, parameters);
            // The longest first, so that none is left for one thread at the end.
            List<int[]> batches = Batches.forScoring(tokens).reversed();
            torch.spread(batches.size(), number -> {
                int[] rows = batches.get(number);
                long[] ids = BatchTensors.uniques(tokens, rows, padding);
                try (BatchTensors batch = new BatchTensors(held, tokens, rows, ids)) {
                    PtNDArray uniques = (PtNDArray) batch.manager().create(ids);
                    float[] flat = module.score(batch, uniques, parameters, prepared);
                    for (int i = 0; i < rows.length; i++) {
                        System.arraycopy(flat, i * columns, logits[rows[i]], 0, columns);
                    }
                }
            });
        }
        return new Loss(head).score(logits, labels);
    }

    @Override
    public void close() {
        manager.close();
    }
}
