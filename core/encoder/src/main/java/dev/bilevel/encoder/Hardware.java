package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.bilevel.encoder.ComputeSettings.Precision;

import java.util.Optional;

/// Names the machine and the libraries.
final class Hardware {
    private Hardware() {}

    static Fingerprint fingerprint(ComputeSettings compute) {
        Engine engine = Natives.engine();
        boolean gpu = device(compute).isGpu();
        String software = "bilevel-encoder " + FORMAT + ", djl " + Engine.getDjlVersion() + ", pytorch "
                + engine.getVersion()
                + Natives.external()
                        .map(torch -> ", a build of " + torch.bytes() + " bytes")
                        .orElse("");
        String hardware = gpu ? "cuda" : Processor.name();
        return new Fingerprint(hardware, software, compute.threads(), precision(compute), !gpu);
    }

    /// What is asked for, or fp32 on a processor without bf16 products.
    static Precision precision(ComputeSettings compute) {
        boolean missing =
                compute.precision() == Precision.BF16 && !device(compute).isGpu() && !Bf16Products.possible();
        return missing ? Precision.FP32 : compute.precision();
    }

    /// Raised whenever the same inputs would train or score to other bits.
    private static final int FORMAT = 4;

    static Device device(ComputeSettings compute) {
        String name = compute.device();
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int colon = name.indexOf(':');
        int index = colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1));
        Optional<String> refusal = Gpus.refusal(index);
        if (refusal.isEmpty()) {
            return Device.gpu(index);
        }
        if (name.equals("auto")) {
            return Device.cpu();
        }
        throw new InvalidHyperparameter("compute.device", name, "cpu, or a GPU that PyTorch can use: " + refusal.get());
    }
}
