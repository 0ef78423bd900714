package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FingerprintTest {
    @Test
    void itNamesProcessorAndLibraries() {
        Fingerprint fingerprint = Fingerprint.of(new ComputeSettings("cpu", Precision.BF16, 3, 32));

        assertThat(fingerprint.hardware()).isNotBlank();
        assertThat(fingerprint.software()).matches("bilevel-encoder \\d+, djl [\\d.]+, pytorch [\\d.]+");
        assertThat(fingerprint.threads()).isEqualTo(3);
        assertThat(fingerprint.precision()).isEqualTo(Precision.BF16);
        assertThat(fingerprint.bitExact()).isTrue();
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Fingerprint.of(new ComputeSettings("cuda:99", Precision.FP32, 1, 32)))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessageStartingWith("compute.device: is cuda:99, expected ");
        assertThatThrownBy(() -> new ComputeSettings("tpu", Precision.FP32, 1, 32))
                .hasMessage("compute.device: is tpu, expected auto, cpu, cuda or cuda:<n>");
        assertThatThrownBy(() -> new ComputeSettings("cpu", Precision.FP32, 0, 32))
                .hasMessage("compute.threads: is 0, expected 1 to 1024");
    }
}
