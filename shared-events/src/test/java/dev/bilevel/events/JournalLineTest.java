package dev.bilevel.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(JournalLine.read(GOLDEN)).isEqualTo(new JournalLine(ENTRY, TIME));
    }

    @Test
    void lineBreaksInATextStayInsideTheLine() throws UnreadableEvent {
        JournalEntry entry =
                new JournalEntry("s1", 0, JournalEntry.Role.OBSERVATION, new StudyCancelled("s1", "two\nlines é"));
        String line = JournalLine.write(entry, TIME);
        assertThat(line).doesNotContain("\n");
        assertThat(JournalLine.read(line).entry()).isEqualTo(entry);
    }

    @Test
    void anAttributeThatANewerWriterAddsIsIgnored() throws UnreadableEvent {
        assertThat(JournalLine.read(GOLDEN.replace("\"role\"", "\"traceparent\":\"00-1\",\"role\""))
                        .entry())
                .isEqualTo(ENTRY);
    }

    @Test
    void twoObjectsOnALineAreRefused() {
        assertThatThrownBy(() -> JournalLine.read(GOLDEN + "{}"))
                .hasMessageStartingWith("goes on after its JSON object");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments("\"specversion\":\"1.0\",", "", "specversion: is missing"),
                arguments("\"sequence\":41,", "", "sequence: is missing"),
                arguments("\"sequence\":41", "\"sequence\":-1", "sequence, role: are '-1', 'decision'"),
                arguments("\"decision\"", "\"guess\"", "sequence, role: are '41', 'guess'"),
                arguments(
                        "completed.v1",
                        "completed.v9",
                        "type: 'dev.bilevel.trial-completed.v9' is of a later version than this code knows"),
                arguments(
                        "trial-completed.v1",
                        "trial-forgotten.v1",
                        "type: 'dev.bilevel.trial-forgotten.v1' is unknown"),
                arguments(
                        "\"value\"",
                        "\"colour\":1,\"value\"",
                        "dev.bilevel.trial-completed.v1: colour: is an unknown field"),
                arguments("12:00:00.123Z", "noon", "time: is '2026-11-23Tnoon', expected a time"),
                arguments("0.30000000000000004", "\"NaN\"", "value"),
                arguments("\"data\":{", "\"date\":{", "data: is missing"),
                arguments("/41\"", "/42\"", "id: is 's1/42', expected 's1/41'"),
                arguments("/bilevel/optimizer", "/elsewhere", "source: is '/elsewhere', expected "),
                arguments("\"subject\":\"s1", "\"subject\":\"zz", "subject: is 'zz"),
                arguments("application/json", "text/plain", "datacontenttype: is 'text/plain', expected "),
                arguments("\"role\":", "\"role\":\"observation\",\"role\":", "role: is there twice"),
                arguments("\"value\"", "\"value\":1.0,\"value\"", "value: is there twice"));
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
    @ValueSource(strings = {"not json", "[1]", "", "{}", "{\"a\""})
    void whatIsNoEventAtAllIsRefused(String line) {
        assertThatThrownBy(() -> JournalLine.read(line))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageMatching("is no JSON.*|is cut off.*|data: is missing.*");
    }
}
