package dev.bilevel.worker;

import dev.bilevel.events.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An outbox that keeps what it is given, or refuses it.
final class KeptOutbox implements Outbox {
    final List<Event> published = new CopyOnWriteArrayList<>();
    final List<String> reasons = new CopyOnWriteArrayList<>();
    volatile boolean refuses;

    @Override
    public void publish(Event event) {
        refuseIfTold();
        published.add(event);
    }

    @Override
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
        refuseIfTold();
        reasons.add(reason);
    }

    @Override
    public boolean healthy() {
        return !refuses;
    }

    private void refuseIfTold() {
        if (refuses) {
            throw new PublishFailed("no broker", new IllegalStateException("no broker"));
        }
    }
}
