package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;

/// What a result was computed with. Equal fingerprints with equal inputs and seeds give equal bits on a CPU; on a
/// GPU they agree up to rounding.
///
/// @param hardware the processor's model, or `cuda`
/// @param software names and versions that can change bits, and the size of a PyTorch of the user's own
/// @param threads inside one operator
/// @param precision that was computed in, which may be another than was asked for, see [ComputeSettings]
/// @param bitExact whether repetitions agree bit for bit
public record Fingerprint(String hardware, String software, int threads, Precision precision, boolean bitExact) {

    /// Of this process computing with these settings. Loads PyTorch if nothing did before.
    ///
    /// @throws InvalidHyperparameter if there is no such device
    /// @throws UnusableTorch if another PyTorch is named and cannot be loaded
    public static Fingerprint of(ComputeSettings compute) {
        return Hardware.fingerprint(compute);
    }
}
