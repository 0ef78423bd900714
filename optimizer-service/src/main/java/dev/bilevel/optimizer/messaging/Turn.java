package dev.bilevel.optimizer.messaging;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The input records that share a transaction: all are settled by it, or none. While one transaction is written others
/// arrive; a commit costs the same for one of them as for a hundred.
///
/// The state of their studies is ahead of the journal until [#settle]; where the transaction fails, [#undo] leaves that
/// to the journal. One of the two ends the turn, on the thread that began it; closing it undoes what was not settled.
final class Turn implements AutoCloseable {
    private static final int MOST_INPUTS = 200;
    /// About as much as one record may have.
    private static final long MOST_BYTES = 1L << 20;
    /// The first of them waits for the others to be decided.
    private static final long MOST_NANOS = Duration.ofMillis(25).toNanos();

    private final long begun = System.nanoTime();
    private final int mostInputs;
    private final Map<OwnedPartition, List<Effect>> effects = new LinkedHashMap<>();
    private final Set<OwnedPartition> entered = new HashSet<>();
    private ConsumerGroupMetadata group;
    private int inputs;
    private long bytes;

    private Turn(int mostInputs) {
        this.mostInputs = mostInputs;
    }

    static Turn ofMany() {
        return new Turn(MOST_INPUTS);
    }

    static Turn ofOne() {
        return new Turn(1);
    }

    /// Whether a record of this partition may join: there is room, and it is owned in the same generation.
    boolean admits(OwnedPartition owned) {
        boolean room = inputs < mostInputs && bytes < MOST_BYTES && System.nanoTime() - begun < MOST_NANOS;
        return inputs == 0 || room && group.equals(owned.group());
    }

    /// The same inputs, with other effects.
    Turn replaced(Function<ConsumerRecord<String, byte[]>, Effect> other) {
        Turn turn = new Turn(mostInputs);
        effects.forEach((owned, old) -> {
            turn.enter(owned);
            old.forEach(effect -> turn.add(owned, other.apply(effect.input())));
        });
        return turn;
    }

    /// Remembers whose state is about to change.
    void enter(OwnedPartition owned) {
        group = owned.group();
        if (entered.add(owned)) {
            owned.enter();
            effects.put(owned, new ArrayList<>());
        }
    }

    void add(OwnedPartition owned, Effect effect) {
        effects.get(owned).add(effect);
        inputs++;
        bytes += effect.bytes();
    }

    int inputs() {
        return inputs;
    }

    /// Proves to the broker that the ownership still lasts.
    ConsumerGroupMetadata group() {
        return group;
    }

    List<ProducerRecord<String, byte[]>> records() {
        return effects.values().stream()
                .flatMap(List::stream)
                .flatMap(effect -> effect.records().stream())
                .toList();
    }

    /// Behind the last input of each partition.
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        effects.values().stream()
                .flatMap(List::stream)
                .map(Effect::input)
                .forEach(input -> offsets.put(
                        new TopicPartition(input.topic(), input.partition()),
                        new OffsetAndMetadata(input.offset() + 1)));
        return offsets;
    }

    /// The transaction is committed.
    ///
    /// @param journal of the partitions that entries were written to, the offset behind the last
    void settle(Map<Integer, Long> journal) {
        effects.forEach((owned, settled) -> owned.settle(
                settled.stream().map(Effect::input).toList(),
                Optional.ofNullable(journal.get(owned.number())).stream()
                        .mapToLong(Long::longValue)
                        .findFirst()));
        entered.clear();
        effects.values().stream()
                .flatMap(List::stream)
                .forEach(effect -> effect.tell().run());
    }

    /// The transaction is not written, or that is unknown.
    void undo() {
        entered.forEach(OwnedPartition::undo);
        entered.clear();
    }

    @Override
    public void close() {
        undo();
    }
}
