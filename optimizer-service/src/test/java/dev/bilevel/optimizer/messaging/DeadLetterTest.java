package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterTest {
    @Test
    void theRecordStaysAsItWasAndGetsTheReason() {
        ConsumerRecord<String, byte[]> input =
                new ConsumerRecord<>(Topics.SCORES, 3, 41, "s", EventCodec.utf8("not json"));
        input.headers().add("ce_type", EventCodec.utf8("x"));
        ProducerRecord<String, byte[]> letter = DeadLetter.of(input, "value is no JSON");

        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(letter.key()).isEqualTo("s");
        assertThat(letter.value()).isEqualTo(input.value());
        assertThat(header(letter, "ce_type")).isEqualTo("x");
        assertThat(header(letter, "dead-letter-reason")).isEqualTo("value is no JSON");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo("bilevel.scores");
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("3");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo("41");
    }

    @Test
    void aValueThatTheTopicWouldRefuseIsLeftOutAndItsSizeTold() {
        byte[] value = new byte[3 * EventCodec.LARGEST_VALUE / 2 + 1];
        ProducerRecord<String, byte[]> letter =
                DeadLetter.of(new ConsumerRecord<>(Topics.SCORES, 0, 0, "s", value), "too large");

        assertThat(letter.value()).isNull();
        assertThat(header(letter, "dead-letter-omitted-bytes")).isEqualTo("1572865");
    }

    @Test
    void aLongReasonIsCut() {
        ProducerRecord<String, byte[]> letter =
                DeadLetter.of(new ConsumerRecord<>(Topics.SCORES, 0, 0, "s", null), "x".repeat(100_000));
        assertThat(header(letter, "dead-letter-reason")).hasSize(2_001).endsWith("…");
    }

    private static String header(ProducerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
