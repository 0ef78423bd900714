package dev.bilevel.optimizer.messaging;

import dev.bilevel.study.Study;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.HashMap;
import java.util.Map;

/// A partition number that is this instance's for one generation of the group: the same number of all three inputs,
/// and of the journal. State is here while the ownership lasts: what the journal holds, and what is about to be
/// written.
final class OwnedPartition {
    private final int number;
    private final ConsumerGroupMetadata group;
    private final JournalReplay journal;
    private final Map<String, Long> nextOffset = new HashMap<>();
    /// Written under the lock, which a replay holds for long; health and metrics look without it.
    private volatile Studies studies;

    OwnedPartition(int number, ConsumerGroupMetadata group, JournalReplay journal) {
        this.number = number;
        this.group = group;
        this.journal = journal;
    }

    int number() {
        return number;
    }

    /// Proves to the broker, in the transaction, that the ownership still lasts.
    ConsumerGroupMetadata group() {
        return group;
    }

    /// Whether this record was settled before: a rebalance may deliver it again.
    synchronized boolean hasSettled(ConsumerRecord<?, ?> input) {
        return input.offset() < nextOffset.getOrDefault(input.topic(), 0L);
    }

    /// The studies, replayed from the journal where that has not been done.
    ///
    /// @throws org.apache.kafka.common.KafkaException where the journal cannot be read for now
    synchronized Studies studies() {
        if (studies == null) {
            studies = journal.replay(number);
        }
        return studies;
    }

    boolean isReplayed() {
        return studies != null;
    }

    Map<Study.Status, Integer> count() {
        Studies now = studies;
        return now == null ? Map.of() : now.count();
    }

    /// The transaction of this record is committed.
    synchronized void settle(ConsumerRecord<?, ?> input) {
        nextOffset.put(input.topic(), input.offset() + 1);
    }

    /// A transaction was not written, or that is unknown: only the journal knows the state.
    synchronized void forget() {
        studies = null;
    }
}
