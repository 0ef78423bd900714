package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.Topics;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.time.Duration;

/// The [Outbox] on one SmallRye channel: the topic travels with each record, so that one producer serves them all.
@ApplicationScoped
class ChannelOutbox implements Outbox {
    private final MutinyEmitter<byte[]> emitter;
    private final String source;
    private final Duration timeout;
    private volatile boolean healthy = true;

    @Inject
    ChannelOutbox(@Channel("results") MutinyEmitter<byte[]> emitter, WorkerConfig config) {
        this.emitter = emitter;
        this.source = "/bilevel/" + config.service();
        this.timeout = config.publishTimeout();
    }

    @Override
    public void publish(Event event) {
        EventRecord encoded = EventCodec.encode(event, source);
        RecordHeaders headers = new RecordHeaders();
        encoded.headers().forEach((name, value) -> headers.add(name, EventCodec.utf8(value)));
        send(encoded.topic(), EventCodec.utf8(encoded.key()), headers, EventCodec.utf8(encoded.value()));
    }

    @Override
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add("dead-letter-reason", EventCodec.utf8(reason));
        headers.add("dead-letter-topic", EventCodec.utf8(record.topic()));
        headers.add("dead-letter-partition", EventCodec.utf8(Integer.toString(record.partition())));
        headers.add("dead-letter-offset", EventCodec.utf8(Long.toString(record.offset())));
        send(Topics.DEAD_LETTERS, record.key(), headers, record.value());
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    private void send(String topic, byte[] key, Headers headers, byte[] value) {
        OutgoingKafkaRecordMetadata<byte[]> place = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        try {
            emitter.sendMessage(Message.of(value, Metadata.of(place))).await().atMost(timeout);
            healthy = true;
        } catch (RuntimeException e) {
            healthy = false;
            throw new PublishFailed("Kafka did not take a record for " + topic + ": " + e.getMessage(), e);
        }
    }
}
