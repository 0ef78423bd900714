package dev.bilevel.encoder;

import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.TensorInfo;
import dev.bilevel.checkpoints.TensorSet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds a model's parameters in its safetensors files, whatever prefix they were saved with.
final class StartingWeights {
    private StartingWeights() {}

    static TensorSet openFile(Path file) throws InvalidModel, IOException {
        try {
            return TensorSet.open(file);
        } catch (InvalidSafetensors e) {
            throw new InvalidModel(e.getMessage(), e);
        }
    }

    /// Every parameter of the encoder must be there in the config's size; the head need not.
    static void checkEncoder(TensorSet file, Architecture architecture) throws InvalidModel {
        for (Parameter parameter : architecture.encoderParameters()) {
            find(file, parameter, architecture.family());
        }
    }

    /// A tensor of a layer that the configuration does not have.
    static Optional<String> unusedLayer(TensorSet file, Architecture architecture) {
        String next = "encoder.layer." + architecture.layers() + ".";
        return file.tensors().keySet().stream()
                .filter(name -> name.startsWith(next)
                        || name.startsWith(architecture.family().prefix() + next))
                .findFirst();
    }

    /// The tensor that holds a parameter; empty if a head's is absent or has another size.
    static Optional<TensorInfo> find(TensorSet file, Parameter parameter, Family family) throws InvalidModel {
        Optional<TensorInfo> found = named(file, parameter.name(), family);
        if (parameter.head()) {
            return found.filter(tensor ->
                    tensor.shape().equals(parameter.shape()) && tensor.dtype().floating());
        }
        return Optional.of(checked(file, parameter, found));
    }

    /// The tensor that holds a parameter of a fine-tuned model.
    static TensorInfo present(TensorSet file, Parameter parameter, Family family) throws InvalidModel {
        return checked(file, parameter, named(file, parameter.name(), family));
    }

    /// The tensor of exactly that name and shape, as this package wrote it.
    static TensorInfo exactly(TensorSet file, Parameter parameter) throws InvalidModel {
        return checked(file, parameter, Optional.ofNullable(file.tensors().get(parameter.name())));
    }

    private static TensorInfo checked(TensorSet file, Parameter parameter, Optional<TensorInfo> found)
            throws InvalidModel {
        if (found.isEmpty()) {
            throw new InvalidModel(file.path() + ": has no tensor " + parameter.name());
        }
        TensorInfo tensor = found.get();
        if (!tensor.shape().equals(parameter.shape()) || !tensor.dtype().floating()) {
            throw new InvalidModel(file.path() + ": tensor " + tensor.name() + " is " + tensor.dtype() + " "
                    + tensor.shape() + ", expected floating numbers of shape " + parameter.shape());
        }
        return tensor;
    }

    private static Optional<TensorInfo> named(TensorSet file, String name, Family family) {
        String bare = name.startsWith(family.prefix())
                ? name.substring(family.prefix().length())
                : name;
        return Optional.ofNullable(file.tensors().get(name))
                .or(() -> Optional.ofNullable(file.tensors().get(bare)))
                .or(() -> Optional.ofNullable(file.tensors().get(tensorFlowName(name))))
                .or(() -> Optional.ofNullable(file.tensors().get(tensorFlowName(bare))));
    }

    /// Files converted from TensorFlow call a LayerNorm's weight gamma and its bias beta.
    private static String tensorFlowName(String name) {
        return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
    }
}
