package dev.bilevel.standalone.local;

import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.encoder.Fingerprint;
import dev.bilevel.encoder.Gpus;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.standalone.CommandFailed;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How to compute.
final class ComputeOptions {
    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            description = "Of matrix products: bf16 or fp32. Default: ${DEFAULT-VALUE}.")
    private String precision = "bf16";

    @Option(names = "--threads", paramLabel = "N", description = "Inside one operator. Default: ${DEFAULT-VALUE}.")
    private int threads = 2;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Longer texts are cut to this many tokens. Default: ${DEFAULT-VALUE}.")
    private int maxLength = 128;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, cpu, cuda or cuda:<n>. Default: cpu.")
    private String device = "cpu";

    /// @throws CommandFailed (wrong input) naming the option that is out of range
    ComputeSettings settings() {
        try {
            return new ComputeSettings(device, format(), threads, maxLength);
        } catch (InvalidHyperparameter e) {
            throw HyperparameterOptions.wrong(e);
        }
    }

    /// What a person should know where it is computed otherwise than was asked for. Loads PyTorch.
    ///
    /// @throws InvalidHyperparameter if there is no such device
    static List<String> notes(ComputeSettings asked) {
        List<String> notes = new ArrayList<>();
        Gpus.passedOver(asked)
                .ifPresent(reason -> notes.add("the GPU cannot be used: " + reason + ": computing on the processor"));
        if (Fingerprint.of(asked).precision() != asked.precision()) {
            notes.add("this processor has no bf16 products, which need AVX-512: computing in fp32");
        }
        return notes;
    }

    private Precision format() {
        return switch (precision.toLowerCase(Locale.ROOT)) {
            case "bf16" -> Precision.BF16;
            case "fp32" -> Precision.FP32;
            default -> throw CommandFailed.wrongInput("--precision: is '" + precision + "', expected bf16 or fp32");
        };
    }
}
