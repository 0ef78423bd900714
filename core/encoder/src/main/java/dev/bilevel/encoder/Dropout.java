package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.encoder.EncoderModule.Regularisation;

import java.util.List;

/// What each part of a batch drops. On a processor the [Noise] is drawn here; a GPU draws its own, inside its kernels.
final class Dropout {
    private final Architecture architecture;
    private final double smoothing;
    private final boolean own;
    private final List<Double> drops;
    private final Noise hidden;
    private final Noise attention;
    private final Noise head;

    Dropout(Architecture architecture, EncoderModule module, Hyperparameters hyperparameters, PtNDManager manager) {
        this(architecture, module, hyperparameters, manager, manager.getDevice().equals(Device.cpu()));
    }

    /// @param own whether to draw here, wherever it is computed
    Dropout(
            Architecture architecture,
            EncoderModule module,
            Hyperparameters hyperparameters,
            PtNDManager manager,
            boolean own) {
        this.architecture = architecture;
        this.own = own;
        smoothing = hyperparameters.labelSmoothing();
        drops = List.of(
                probability(hyperparameters.dropout()),
                probability(hyperparameters.attentionDropout()),
                probability(hyperparameters.headDropout()));
        hidden = new Noise(module, manager);
        attention = new Noise(module, manager);
        head = new Noise(module, manager);
    }

    private double probability(double wanted) {
        return own ? Noise.realised(wanted) : wanted;
    }

    /// @param seed of this part of this step
    Regularisation of(BatchTensors batch, long seed) {
        if (own) {
            long tokens = (long) batch.rows() * batch.width();
            long size = architecture.hidden();
            hidden.draw(tokens * size * (1 + 2 * architecture.layers()), drops.get(0), Seed.derive(seed, "hidden", 0));
            attention.draw(
                    tokens * batch.width() * architecture.heads() * architecture.layers(),
                    drops.get(1),
                    Seed.derive(seed, "attention", 0));
            head.draw(2L * batch.rows() * size, drops.get(2), Seed.derive(seed, "head", 0));
        } else {
            JniUtils.setSeed(seed);
        }
        return new Regularisation(hidden.elements(), attention.elements(), head.elements(), drops, own, smoothing);
    }
}
