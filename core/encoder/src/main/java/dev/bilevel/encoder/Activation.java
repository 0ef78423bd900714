package dev.bilevel.encoder;

import java.util.Arrays;
import java.util.Optional;

/// The non-linearity between a layer's two dense maps, as TorchScript of its input `f`.
enum Activation {
    GELU("gelu", "torch.gelu(f)"),
    GELU_NEW("gelu_new", "torch.gelu(f, approximate=\"tanh\")"),
    GELU_TANH("gelu_pytorch_tanh", "torch.gelu(f, approximate=\"tanh\")"),
    RELU("relu", "torch.relu(f)");

    private final String configName;
    private final String script;

    Activation(String configName, String script) {
        this.configName = configName;
        this.script = script;
    }

    /// By config.json's `hidden_act`.
    static Optional<Activation> named(String configName) {
        return Arrays.stream(values())
                .filter(activation -> activation.configName.equals(configName))
                .findFirst();
    }

    String script() {
        return script;
    }
}
