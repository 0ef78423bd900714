package dev.bilevel.encoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// AdamW over a model's parameters: decoupled weight decay on matrices and tables only, the learning rate falling
/// layer by layer towards the embeddings where asked for, nothing at all for what is frozen. The arithmetic is in
/// [TrainingSource].
final class Optimizer {
    private final EncoderModule module;
    private final Hyperparameters hyperparameters;
    private final Parameters parameters;
    private final Parameters firstMoments;
    private final Parameters secondMoments;
    private final PtNDArray zeros;
    private final Collection<Group> groups;

    /// Tensors that move alike.
    ///
    /// @param rate what the learning rate is multiplied with
    /// @param gradients where theirs are in a step's list
    private record Group(
            double rate,
            double weightDecay,
            List<Integer> gradients,
            List<PtNDArray> tensors,
            List<PtNDArray> firstMoments,
            List<PtNDArray> secondMoments) {
        static Group empty(double rate, double weightDecay) {
            return new Group(
                    rate, weightDecay, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /// Before the first step: moments of zero, freed with the manager.
    Optimizer(EncoderModule module, Hyperparameters hyperparameters, Parameters parameters, PtNDManager manager) {
        this.module = module;
        this.hyperparameters = hyperparameters;
        this.parameters = parameters;
        firstMoments = new Parameters(named("first_moment.", parameters), manager);
        secondMoments = new Parameters(named("second_moment.", parameters), manager);
        zeros = (PtNDArray) manager.zeros(parameters.matrices().getFirst().getShape());
        groups = groups();
    }

    private static List<Parameter> named(String prefix, Parameters parameters) {
        return parameters.all().stream()
                .map(parameter -> parameter.named(prefix + parameter.name()))
                .toList();
    }

    private Collection<Group> groups() {
        TreeMap<String, Group> groups = new TreeMap<>();
        int gradient = 0;
        int deepest = parameters.all().getLast().depth();
        for (boolean matrices : new boolean[] {true, false}) {
            for (int i = 0; i < parameters.all().size(); i++) {
                Parameter parameter = parameters.all().get(i);
                if (parameter.matrix() != matrices || hyperparameters.freezes(parameter)) {
                    continue;
                }
                double rate = StrictMath.pow(hyperparameters.layerDecay(), deepest - parameter.depth());
                double decay = matrices ? hyperparameters.weightDecay() : 0;
                Group group = groups.computeIfAbsent(matrices + " " + rate, _ -> Group.empty(rate, decay));
                group.gradients().add(gradient++);
                group.tensors().add(parameters.tensors().get(i));
                group.firstMoments().add(firstMoments.tensors().get(i));
                group.secondMoments().add(secondMoments.tensors().get(i));
            }
        }
        return groups.values();
    }

    Parameters parameters() {
        return parameters;
    }

    Parameters firstMoments() {
        return firstMoments;
    }

    /// All that a step changes: the parameters, and the moments under names of their own.
    List<Parameters> tensors() {
        return List.of(parameters, firstMoments, secondMoments);
    }

    /// One step in place.
    ///
    /// @param gradients of what is not frozen, fp32: matrices, then vectors
    /// @param uniques the rows of the words' gradient
    /// @param norm of all gradients together
    /// @param number of this step, from 1
    /// @param learningRate of the head; a layer's is smaller by its decay
    void step(List<PtNDArray> gradients, PtNDArray uniques, double norm, int number, double learningRate) {
        List<PtNDArray> whole = new ArrayList<>(gradients);
        boolean words = hyperparameters.frozenLayers() == 0;
        if (words) {
            module.spread(zeros, uniques, gradients.getFirst());
            whole.set(0, zeros);
        }
        for (Group group : groups) {
            module.update(
                    new EncoderModule.Update(
                            number,
                            learningRate * group.rate(),
                            group.weightDecay(),
                            hyperparameters.beta1(),
                            hyperparameters.beta2(),
                            hyperparameters.epsilon(),
                            divisor(norm)),
                    group.tensors(),
                    group.gradients().stream().map(whole::get).toList(),
                    group.firstMoments(),
                    group.secondMoments());
        }
        if (words) {
            module.wipe(zeros, uniques);
        }
    }

    /// `clip_grad_norm_` multiplies with min(1, largest / (norm + 1e-6)). What PyTorch divides by is a float.
    private double divisor(double norm) {
        double largest = hyperparameters.maxGradNorm();
        return largest > 0 ? Math.clamp((norm + 1e-6) / largest, 1, Float.MAX_VALUE) : 1;
    }
}
