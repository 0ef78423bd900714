package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.lang.System.Logger.Level.WARNING;

/// The GPUs that PyTorch can compute on. PyTorch itself is asked: DJL counts those that it sees through a CUDA library
/// of the system's, which may be missing where PyTorch brings its own.
public final class Gpus {
    private static final System.Logger LOG = System.getLogger(Gpus.class.getName());
    private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Gpus() {}

    /// Why the first one is passed over where `auto` is asked for and this PyTorch is one for GPUs; empty where it is
    /// not passed over. Loads PyTorch.
    ///
    /// @throws UnusableTorch if that is not possible
    public static Optional<String> passedOver(ComputeSettings compute) {
        return compute.device().equals("auto") && forGpus() ? refusal(0) : Optional.empty();
    }

    /// Why PyTorch cannot compute on that one; empty if it can. Tried with a number until it works: a GPU that is full
    /// for a moment is not lost for ever.
    static Optional<String> refusal(int gpu) {
        if (!forGpus()) {
            return Optional.of("this PyTorch has no CUDA (" + ExternalTorch.VARIABLE + " can name one that has)");
        }
        return USED.contains(gpu) ? Optional.empty() : attempt(gpu);
    }

    private static boolean forGpus() {
        return Natives.external().map(ExternalTorch::cuda).orElse(false);
    }

    private static Optional<String> attempt(int gpu) {
        try (NDManager manager = Natives.engine().newBaseManager(Device.gpu(gpu))) {
            float one = manager.ones(new Shape(1)).toFloatArray()[0];
            if (one == 1) {
                USED.add(gpu);
                return Optional.empty();
            }
            return Optional.of("it takes 1 for " + one);
        } catch (EngineException e) {
            String reason = e.getMessage().lines().findFirst().orElse("PyTorch does not say why");
            if (SAID.add(gpu + reason)) {
                LOG.log(WARNING, "GPU {0} cannot be used: {1}", gpu, reason);
            }
            return Optional.of(reason);
        }
    }
}
