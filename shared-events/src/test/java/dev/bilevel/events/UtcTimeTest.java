package dev.bilevel.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UtcTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T12:00:00Z",
                "2026-11-23T12:00:00.1Z",
                "2026-11-23T12:00:00.Z",
                "2026-11-23T12:00:00.000000001Z",
                "2024-02-29T23:59:59.999Z",
                "2026-11-23T24:00:00Z",
                "2026-06-30T23:59:60Z",
                "2026-11-23T12:00:00+02:00",
                "-2026-11-23T12:00:00Z",
                "+12026-11-23T12:00:00Z"
            })
    void aTimeIsWhatTheJdkTakesItFor(String text) {
        assertThat(UtcTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void everyTimeIsReadBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-62_167_219_200L, 253_402_300_800L),
                    random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000));
            assertThat(UtcTime.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "noon",
                "2026-02-30T12:00:00Z",
                "2026-11-23T12:00:00.0000000001Z",
                "2026-11-23 12:00:00Z",
                "2026-11-23T12:00:00",
                "2026-13-01T12:00:00Z",
                "2026-11-2\u0663T12:00:00Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> UtcTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
