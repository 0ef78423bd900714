package dev.bilevel.standalone.result;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "10.0, 10",
        "0.0, 0",
        "1200.0, 1200",
        "123456.0, 123500",
        "1e9, 1E+9",
        "0.00031415926, 0.0003142",
        "2e-8, 2E-8",
        "-20.0, -20"
    })
    void aNumberIsShownInFourDigitsAsAPersonWouldWriteIt(double number, String shown) {
        assertThat(Verdict.shortened(number)).isEqualTo(shown);
    }
}
