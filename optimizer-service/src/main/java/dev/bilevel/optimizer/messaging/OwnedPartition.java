package dev.bilevel.optimizer.messaging;

import dev.bilevel.study.Study;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// A partition number that is this instance's for one generation of the group: the same number of all three inputs,
/// and of the journal. Others may have written to the journal before: what is known of it is completed first.
final class OwnedPartition {
    private final Fold fold;
    private final ConsumerGroupMetadata group;
    private final JournalReplay journal;
    private final Map<String, Long> nextOffset = new ConcurrentHashMap<>();
    /// Whether the fold is the journal up to its end. Only whoever holds the fold looks.
    private boolean complete;
    /// Whether it was, at least once; health and metrics look without holding the fold, which a replay does for long.
    private volatile boolean replayed;

    OwnedPartition(Fold fold, ConsumerGroupMetadata group, JournalReplay journal) {
        this.fold = fold;
        this.group = group;
        this.journal = journal;
    }

    int number() {
        return fold.journal().partition();
    }

    /// Proves to the broker, in the transaction, that the ownership still lasts.
    ConsumerGroupMetadata group() {
        return group;
    }

    /// Whether this record was settled before: a rebalance may deliver it again.
    boolean hasSettled(ConsumerRecord<?, ?> input) {
        return input.offset() < nextOffset.getOrDefault(input.topic(), 0L);
    }

    /// A turn begins, which [#settle] or [#undo] ends, on the same thread. Nobody else folds meanwhile.
    void enter() {
        fold.hold();
    }

    /// The studies, as the journal has them up to its end.
    ///
    /// @throws org.apache.kafka.common.KafkaException where the journal cannot be read for now
    Studies studies() {
        fold.hold();
        try {
            if (!complete) {
                journal.complete(fold);
                complete = true;
                replayed = true;
            }
            return fold.studies();
        } finally {
            fold.letGo();
        }
    }

    /// What a turn that failed leaves to be read again is no more than a moment's work: the next record has it done.
    boolean isReplayed() {
        return replayed;
    }

    Map<Study.Status, Integer> count() {
        return replayed ? fold.studies().count() : Map.of();
    }

    /// The transaction of these records is committed.
    ///
    /// @param journal behind the last entry that it wrote; empty where there is none
    void settle(Collection<ConsumerRecord<String, byte[]>> inputs, OptionalLong journal) {
        inputs.forEach(input -> nextOffset.put(input.topic(), input.offset() + 1));
        fold.settle(journal);
        fold.letGo();
    }

    /// The transaction was not written, or that is unknown: only the journal knows the state.
    void undo() {
        complete = false;
        fold.undo();
        fold.letGo();
    }
}
