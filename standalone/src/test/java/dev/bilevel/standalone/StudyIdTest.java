package dev.bilevel.standalone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyIdTest {
    @Test
    void theDefaultIsTheNameAndTheTime() {
        assertThat(StudyId.of("quickstart", LocalDateTime.of(2026, 1, 2, 3, 4, 5))
                        .value())
                .isEqualTo("quickstart-20260102-030405");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/b", "a.b", "A", "-a", "a b", "é"})
    void anIdThatCouldLeadElsewhereIsRefused(String id) {
        assertThatThrownBy(() -> new StudyId(id))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("--id " + id + ": expected 1 to 100 of a-z, 0-9 and '-'");
    }
}
