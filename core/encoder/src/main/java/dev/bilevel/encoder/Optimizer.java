package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDManager;

/// What AdamW updates and remembers. The arithmetic is in [TorchScriptSource].
///
/// @param firstMoments running means of the gradients, shaped like the parameters
/// @param secondMoments running means of their squares
record Optimizer(Parameters parameters, Parameters firstMoments, Parameters secondMoments) {

    /// Before its first step: moments of zero, freed with the manager.
    static Optimizer starting(Parameters parameters, PtNDManager manager) {
        return new Optimizer(
                parameters, new Parameters(parameters.all(), manager), new Parameters(parameters.all(), manager));
    }
}
