package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;
/// What a result was computed with: equal fingerprints promise what the grade says.
///
/// @param hardware processor or accelerator model
/// @param software names and versions that can change bits, as `djl 0.35.1, pytorch 2.7.1, …`
/// @param threads inside one operator
/// @param precision of matrix products

public record Fingerprint(String hardware, String software, int threads, Compute.Precision precision, Grade grade) {

    /// How closely a repetition would agree.
    public enum Grade {
        /// The same bits on the same hardware, software and threads.
        @JsonProperty("bit-exact")
        BIT_EXACT,
        /// The same up to rounding on the same hardware.
        @JsonProperty("same-hardware")
        SAME_HARDWARE,
        /// The same distribution only.
        @JsonProperty("statistical")
        STATISTICAL
    }

    public Fingerprint {
        Check.notBlank("hardware", hardware);
        Check.notBlank("software", software);
        Check.atLeast("threads", threads, 1);
        Check.present("precision", precision);
        Check.present("grade", grade);
    }
}
