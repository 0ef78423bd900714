package dev.bilevel.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.Map;

import static dev.bilevel.events.EventCodec.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventCodecTest {

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyEventSurvivesTheJournal(EventType type) throws Exception {
        JournalEntry entry = new JournalEntry(Samples.STUDY, 41, JournalEntry.Role.DECISION, Samples.of(type));

        EventRecord record = EventCodec.encode(entry, "/bilevel/optimizer");

        assertThat(record.topic()).isEqualTo(Topics.JOURNAL);
        assertThat(record.key()).isEqualTo(Samples.STUDY);
        assertThat(record.headers())
                .containsEntry("ce_id", Samples.STUDY + "/41")
                .containsEntry("ce_sequence", "41");
        assertThat(EventCodec.decodeJournal(record.headers(), utf8(record.value())))
                .isEqualTo(entry);
    }

    @Test
    void aFieldThatANewerWriterAddedIsIgnored() throws Exception {
        Event event = Samples.of(EventType.TRIAL_FAILED);
        ObjectNode json = (ObjectNode) EventCodec.mapper().readTree(EventCodec.json(event));
        json.put("retryAfterSeconds", 5);

        assertThat(read(EventType.TRIAL_FAILED, json.toString())).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MODEL_SCORED   | loss        | NaN                | value is no JSON
            MODEL_SCORED   | loss        | "NaN"              | loss
            MODEL_SCORED   | loss        | 1e999              | loss: is Infinity, expected a finite number
            MODEL_SCORED   | loss        | null               | loss
            MODEL_SCORED   | examples    | 2.5                | examples
            MODEL_SCORED   | examples    | 0                  | examples: is 0, expected at least 1
            MODEL_SCORED   | split       | "dev"              | split
            MODEL_SCORED   | split       | 1                  | split
            MODEL_SCORED   | metrics     | {"f1": "high"}     | metrics.f1
            TRIAL_TRAINED  | checkpoints | []                 | checkpoints: is empty, expected at least one checkpoint
            TRIAL_TRAINED  | studyId     | "../etc/passwd"    | studyId: is '../etc/passwd', expected
            TRIAL_TRAINED  | studyId     | "a..b"             | studyId: is 'a..b', expected
            TRIAL_TRAINED  | studyId     | ""                 | studyId: is '', expected
            TRIAL_TRAINED  | studyId     | null               | studyId: is missing
            FUSION_SUGGESTED | weights   | [0.5, 0.6]         | weights: is numbers that sum to 1.1
            FUSION_SUGGESTED | weights   | [-0.5, 1.5]        | weights[0]: is -0.5
            FUSION_SUGGESTED | weights   | [1.0]              | weights: is 1 numbers, expected one for each checkpoint, 2
            TRIAL_SUGGESTED  | params    | {"lr": [1]}        | params.lr
            TRIAL_SUGGESTED  | trial     | "x"                | trial: is the text 'x', expected a whole number
            TRIAL_SUGGESTED  | training  | []                 | training: is of another kind, expected an object
            FUSION_SUGGESTED | weights   | 3                  | weights: is of another kind, expected a list
            FUSION_SUGGESTED | fusionId  | {}                 | fusionId: is of another kind, expected a text
            TRIAL_FAILED     | reason    | "because"          | reason: is 'because', expected one of diverged, infeasible
            """)
    void aBadFieldIsNamed(EventType type, String field, String value, String message) throws Exception {
        ObjectNode json = (ObjectNode) EventCodec.mapper().readTree(EventCodec.json(Samples.of(type)));
        json.put(field, "@@");

        assertThatThrownBy(() -> read(type, json.toString().replace("\"@@\"", value)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith(type.wireName())
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyFieldIsRequired(EventType type) throws Exception {
        ObjectNode json = (ObjectNode) EventCodec.mapper().readTree(EventCodec.json(Samples.of(type)));
        for (var fields = json.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (field.equals("inputs")) {
                continue;
            }
            ObjectNode without = json.deepCopy();
            without.remove(field);
            assertThatThrownBy(() -> read(type, without.toString()))
                    .as("without %s", field)
                    .isInstanceOf(UnreadableEvent.class)
                    .hasMessage(type.wireName() + ": " + field + ": is missing");
        }
    }

    @Test
    void aResultOfAWorkerThatDoesNotSayItsInputsIsRead() throws Exception {
        TrialTrained trained = (TrialTrained) Samples.of(EventType.TRIAL_TRAINED);
        ObjectNode json = (ObjectNode) EventCodec.mapper().readTree(EventCodec.json(trained));
        json.remove("inputs");

        assertThat(read(EventType.TRIAL_TRAINED, json.toString())).isInstanceOfSatisfying(TrialTrained.class, read -> {
            assertThat(read.inputs()).isNull();
            assertThat(read.checkpoints()).isEqualTo(trained.checkpoints());
        });
    }

    @Test
    void whatIsNoJsonIsUnreadable() {
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "hello"))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("value is no JSON");
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "")).hasMessageContaining("value: is empty");
        assertThatThrownBy(() -> EventCodec.decode(headers(EventType.TRIAL_FAILED), null))
                .hasMessageContaining("value: is empty");
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "null"))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessage("value: is null, expected an object");
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "{} {}")).isInstanceOf(UnreadableEvent.class);
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "[".repeat(10_000)))
                .isInstanceOf(UnreadableEvent.class);
        assertThatThrownBy(() -> read(EventType.TRIAL_FAILED, "\"" + "x".repeat(EventCodec.LARGEST_VALUE)))
                .hasMessageContaining("expected at most");
    }

    @Test
    void anUnknownTypeOrVersionIsUnreadable() {
        Map<String, String> headers = headers(EventType.TRIAL_FAILED);
        headers.put("ce_type", "dev.bilevel.trial-failed.v9");
        assertThatThrownBy(() -> EventCodec.decode(headers, utf8("{}")))
                .hasMessageContaining("'dev.bilevel.trial-failed.v9' is of a later version than this code knows");
        headers.put("ce_type", "dev.bilevel.trial-forgotten.v1");
        assertThatThrownBy(() -> EventCodec.decode(headers, utf8("{}")))
                .hasMessageContaining("'dev.bilevel.trial-forgotten.v1' is unknown here");
        headers.remove("ce_type");
        assertThatThrownBy(() -> EventCodec.decode(headers, utf8("{}"))).hasMessageContaining("ce_type");
        headers.put("ce_specversion", "2.0");
        assertThatThrownBy(() -> EventCodec.decode(headers, utf8("{}"))).hasMessageContaining("ce_specversion");
    }

    @Test
    void aJournalEntryNeedsItsPlace() {
        assertThatThrownBy(() -> EventCodec.decodeJournal(
                        headers(EventType.STUDY_FAILED), utf8(EventCodec.json(Samples.of(EventType.STUDY_FAILED)))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("ce_sequence");
    }

    private static Event read(EventType type, String value) throws UnreadableEvent {
        return EventCodec.decode(headers(type), utf8(value));
    }

    private static Map<String, String> headers(EventType type) {
        return new HashMap<>(
                EventCodec.encode(Samples.of(type), "/bilevel/test").headers());
    }
}
