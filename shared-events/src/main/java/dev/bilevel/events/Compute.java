package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;
/// How to compute; part of a result's identity, since each of these changes bits.
///
/// @param device `auto`, `cpu`, `cuda` or `cuda:<n>`
/// @param precision of matrix products; weights are always kept in fp32
/// @param threads inside one operator
/// @param maxLength longer sequences are truncated to this many tokens

public record Compute(String device, Precision precision, int threads, int maxLength) {

    /// Number format of matrix products.
    public enum Precision {
        @JsonProperty("fp32")
        FP32,
        @JsonProperty("bf16")
        BF16
    }

    public Compute {
        Check.notBlank("device", device);
        Check.present("precision", precision);
        Check.between("threads", threads, 1, 1024);
        Check.between("maxLength", maxLength, 4, 100_000);
    }
}
