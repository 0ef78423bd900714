package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.bilevel.encoder.ComputeSettings.Precision;

import java.util.Optional;

/// Names the machine and the libraries.
final class Hardware {
    private Hardware() {}

    static Fingerprint fingerprint(ComputeSettings asked) {
        Engine engine = Natives.engine();
        ComputeSettings compute = settled(asked);
        boolean gpu = device(compute).isGpu();
        String build = Natives.external()
                .map(torch -> ", a build of " + torch.bytes() + " bytes")
                .orElse("");
        String software = "bilevel-encoder " + FORMAT + ", djl " + Engine.getDjlVersion() + ", pytorch "
                + engine.getVersion() + build;
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

    /// The same with the device that it comes to here and now, `cpu` or `cuda:<n>`. Found once for one computation: a
    /// GPU that is full may be free the next moment.
    ///
    /// @throws InvalidHyperparameter if there is no such device
    static ComputeSettings settled(ComputeSettings compute) {
        Device device = device(compute);
        String name = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
        return new ComputeSettings(name, compute.precision(), compute.threads(), compute.maxLength());
    }

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
