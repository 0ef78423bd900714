package dev.bilevel.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JournalLineTest {
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final JournalEntry ENTRY =
            new JournalEntry("s1", 41, JournalEntry.Role.DECISION, new TrialCompleted("s1", "s1.t3", 3, 0.1 + 0.2));
    private static final String GOLDEN = """
            {"specversion":"1.0","id":"s1/41","type":"dev.bilevel.trial-completed.v1","source":"/bilevel/optimizer",\
            "subject":"s1.t3","time":"2026-11-23T12:00:00.123Z","datacontenttype":"application/json","sequence":41,\
            "role":"decision","data":{"studyId":"s1","trial":3,"trialId":"s1.t3","value":0.30000000000000004}}""";

    @Test
    void anEntryIsWrittenAsAStructuredCloudEventOnOneLine() {
        assertThat(JournalLine.write(ENTRY, TIME)).isEqualTo(GOLDEN);
    }

    @Test
    void aLineIsReadBackToTheSameBitsAndTime() throws UnreadableEvent {
        assertThat(JournalLine.read(GOLDEN)).isEqualTo(ENTRY);
        assertThat(JournalLine.timeOf(GOLDEN)).isEqualTo(TIME);
    }

    @Test
    void lineBreaksInATextStayInsideTheLine() throws UnreadableEvent {
        JournalEntry entry =
                new JournalEntry("s1", 0, JournalEntry.Role.OBSERVATION, new StudyCancelled("s1", "two\nlines é"));
        String line = JournalLine.write(entry, TIME);
        assertThat(line).doesNotContain("\n");
        assertThat(JournalLine.read(line)).isEqualTo(entry);
    }

    @Test
    void anAttributeThatANewerWriterAddsIsIgnored() throws UnreadableEvent {
        assertThat(JournalLine.read(GOLDEN.replace("\"role\"", "\"traceparent\":\"00-1\",\"role\"")))
                .isEqualTo(ENTRY);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments("\"specversion\":\"1.0\",", "", "specversion: is missing"),
                arguments("\"sequence\":41,", "", "sequence: is missing"),
                arguments("\"sequence\":41", "\"sequence\":-1", "ce_sequence, ce_role: are '-1', 'decision'"),
                arguments("\"decision\"", "\"guess\"", "ce_sequence, ce_role: are '41', 'guess'"),
                arguments("completed.v1", "completed.v9", "ce_type: 'dev.bilevel.trial-completed.v9' is unknown"),
                arguments("0.30000000000000004", "\"NaN\"", "value"),
                arguments("\"data\":{", "\"date\":{", "data: is missing"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aLineThatIsNoEntryNamesWhatIsWrong(String found, String instead, String complaint) {
        String line = GOLDEN.replace(found, instead);
        assertThat(line).isNotEqualTo(GOLDEN);
        assertThatThrownBy(() -> JournalLine.read(line))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"not json", "[1]", "''", "{}{}"})
    void whatIsNoJsonObjectIsRefused(String line) {
        assertThatThrownBy(() -> JournalLine.read(line))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageStartingWith("line: is no JSON");
    }
}
