package dev.bilevel.encoder;

import java.util.Arrays;
import java.util.Optional;

/// The non-linearity between a layer's two dense maps: as TorchScript of its input `f`, and as the end of a oneDNN
/// product (name, numbers, algorithm).
enum Activation {
    GELU("gelu", "torch.gelu(f)", "\"gelu\", <NONE>, \"none\""),
    GELU_NEW("gelu_new", "torch.gelu(f, approximate=\"tanh\")", "\"gelu\", <NONE>, \"tanh\""),
    GELU_TANH("gelu_pytorch_tanh", "torch.gelu(f, approximate=\"tanh\")", "\"gelu\", <NONE>, \"tanh\""),
    RELU("relu", "torch.relu(f)", "\"relu\", <NONE>, None");

    private static final String NO_NUMBERS = "annotate(List[Optional[number]], [])";

    private final String configName;
    private final String script;
    private final String fused;

    Activation(String configName, String script, String fused) {
        this.configName = configName;
        this.script = script;
        this.fused = fused;
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

    String fused() {
        return fused.replace("<NONE>", NO_NUMBERS);
    }
}
