package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.engine.Engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Names the machine and the libraries.
final class Hardware {
    private Hardware() {}

    static Fingerprint fingerprint(ComputeSettings compute) {
        Engine engine = Natives.engine();
        boolean gpu = device(compute).isGpu();
        String software =
                "bilevel-encoder " + FORMAT + ", djl " + Engine.getDjlVersion() + ", pytorch " + engine.getVersion();
        String hardware = gpu ? "cuda" : processor();
        return new Fingerprint(hardware, software, compute.threads(), compute.precision(), !gpu);
    }

    /// Raised whenever the same inputs would train or score to other bits.
    private static final int FORMAT = 4;

    static Device device(ComputeSettings compute) {
        int gpus = Natives.engine().getGpuCount();
        String name = compute.device();
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        int colon = name.indexOf(':');
        int index = colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1));
        if (index >= gpus) {
            throw new InvalidHyperparameter(
                    "compute.device", name, gpus == 0 ? "cpu: PyTorch sees no GPU" : "a GPU below " + gpus);
        }
        return Device.gpu(index);
    }

    /// The processor's model name as Linux tells it, else the architecture.
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException _) {
            return System.getProperty("os.arch");
        }
    }
}
