package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FingerprintTest {
    @Test
    void itNamesProcessorAndLibraries() {
        Fingerprint fingerprint = Fingerprint.of(new ComputeSettings("cpu", Precision.BF16, 3, 32));

        assertThat(fingerprint.hardware()).isNotBlank();
        assertThat(fingerprint.software()).matches("bilevel-encoder \\d+, djl [\\d.]+, pytorch [\\d.]+");
        assertThat(fingerprint.threads()).isEqualTo(3);
        assertThat(fingerprint.precision()).isEqualTo(Bf16Products.possible() ? Precision.BF16 : Precision.FP32);
        assertThat(fingerprint.bitExact()).isTrue();
    }

    @Test
    void processorsOfOneNameAreToldApartByWhatTheyCanDo() {
        String epyc = """
                processor\t: 0
                cpu family\t: 25
                model\t\t: 1
                model name\t: AMD EPYC
                flags\t\t: fpu fma avx f16c avx2
                """;

        assertThat(Processor.name((epyc + "\n" + epyc).lines())).isEqualTo("AMD EPYC (family 25, model 1, avx2)");
        assertThat(Processor.name(
                        epyc.replace("avx2", "avx2 avx512f avx512_bf16").lines()))
                .isEqualTo("AMD EPYC (family 25, model 1, avx512_bf16)");
        assertThat(Processor.name(Stream.of("CPU architecture: 8"))).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Fingerprint.of(new ComputeSettings("cuda:99", Precision.FP32, 1, 32)))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("compute.device: is cuda:99, expected cpu, or a GPU that PyTorch can use:"
                        + " this PyTorch has no CUDA (PYTORCH_LIBRARY_PATH can name one that has)");
        assertThat(Fingerprint.of(new ComputeSettings("auto", Precision.FP32, 1, 32)))
                .isEqualTo(Fingerprint.of(new ComputeSettings("cpu", Precision.FP32, 1, 32)));
        for (String none : List.of("tpu", "cuda:128", "cuda:256", "cuda:-1", "cuda:")) {
            assertThatThrownBy(() -> new ComputeSettings(none, Precision.FP32, 1, 32))
                    .hasMessage("compute.device: is %s, expected auto, cpu, cuda or cuda:<n>, n up to 127", none);
        }
        assertThat(new ComputeSettings("cuda:127", Precision.FP32, 1, 32).device())
                .isEqualTo("cuda:127");
        assertThatThrownBy(() -> new ComputeSettings("cpu", Precision.FP32, 0, 32))
                .hasMessage("compute.threads: is 0, expected 1 to 1024");
    }
}
