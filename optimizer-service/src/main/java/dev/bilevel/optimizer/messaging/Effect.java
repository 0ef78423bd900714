package dev.bilevel.optimizer.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.List;

/// What one input record leads to.
///
/// @param records to write, with its offset
/// @param tell for logs and figures, once they are written
record Effect(ConsumerRecord<String, byte[]> input, List<ProducerRecord<String, byte[]>> records, Runnable tell) {
    /// How much there is to write.
    long bytes() {
        return records.stream()
                .mapToLong(record -> record.value() == null ? 0 : record.value().length)
                .sum();
    }
}
