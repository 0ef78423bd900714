package dev.bilevel.encoder;

import java.util.regex.Pattern;

/// How to compute; every field changes the bits of a training.
///
/// @param device `auto` (the first GPU if PyTorch can use it, else the processor), `cpu`, `cuda` (the first GPU) or
///     `cuda:<n>`, n up to 127, as far as PyTorch counts
/// @param precision of matrix products; weights, moments and normalisations are always fp32. On a
///     processor without bf16 products (on x86-64 they need AVX-512) bf16 is computed as fp32, which is exact and
///     thirty times faster there; a [Fingerprint] says which it was
/// @param threads inside one operator of a training; a scoring shares its batches among as many, and has the same
///     bits with any number; 1 to 1024
/// @param maxLength longer sequences are truncated to this many tokens, special tokens included, 4 to 100,000
public record ComputeSettings(String device, Precision precision, int threads, int maxLength) {

    /// Number format of matrix products.
    public enum Precision {
        FP32,
        BF16
    }

    private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda(:(\\d{1,2}|1[01]\\d|12[0-7]))?");

    public ComputeSettings {
        if (device == null || !DEVICE.matcher(device).matches()) {
            throw new InvalidHyperparameter("compute.device", device, "auto, cpu, cuda or cuda:<n>, n up to 127");
        }
        if (precision == null) {
            throw new InvalidHyperparameter("compute.precision", null, "fp32 or bf16");
        }
        if (threads < 1 || threads > 1024) {
            throw new InvalidHyperparameter("compute.threads", threads, "1 to 1024");
        }
        if (maxLength < 4 || maxLength > 100_000) {
            throw new InvalidHyperparameter("compute.maxLength", maxLength, "4 to 100000");
        }
    }
}
