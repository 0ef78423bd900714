package dev.bilevel.worker;

import dev.bilevel.events.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Where results and dead letters go. A call returns when Kafka has the record on all in-sync replicas.
interface Outbox {

    /// @throws PublishFailed if Kafka does not take it
    void publish(Event event);

    /// Puts a record aside as it is, with the reason and its place in headers.
    ///
    /// @throws PublishFailed if Kafka does not take it
    void deadLetter(ConsumerRecord<byte[], byte[]> record, String reason);

    /// Whether the latest record was taken; true before the first.
    boolean healthy();
}
