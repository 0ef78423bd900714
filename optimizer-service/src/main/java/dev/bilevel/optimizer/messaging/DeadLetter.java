package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/// The record as it was, with the reason in headers named as SmallRye's dead-letter queue names them.
final class DeadLetter {
    private static final String PREFIX = "dead-letter-";
    /// Leaves room for the headers below the topic's limit, which is twice the largest event.
    private static final int LARGEST_VALUE = 3 * EventCodec.LARGEST_VALUE / 2;
    private static final int LONGEST_REASON = 2_000;

    private DeadLetter() {}

    static ProducerRecord<String, byte[]> of(ConsumerRecord<String, byte[]> input, String reason) {
        byte[] value = input.value();
        // Not every client sets one, and a producer refuses to send the -1 that stands for none.
        Long timestamp = input.timestamp() < 0 ? null : input.timestamp();
        boolean large = value != null && value.length > LARGEST_VALUE;
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topics.DEAD_LETTERS, null, timestamp, input.key(), large ? null : value, input.headers());
        put(letter.headers(), "reason", cut(reason));
        put(letter.headers(), "topic", input.topic());
        put(letter.headers(), "partition", Integer.toString(input.partition()));
        put(letter.headers(), "offset", Long.toString(input.offset()));
        put(letter.headers(), "service", "optimizer");
        if (large) {
            put(letter.headers(), "omitted-bytes", Integer.toString(value.length));
        }
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(PREFIX + name);
        headers.add(PREFIX + name, EventCodec.utf8(value));
    }

    private static String cut(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }
}
