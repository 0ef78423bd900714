package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// One partition of the journal, folded as far as this process has read or written it. It stays when the partition
/// moves to another instance and [Standby] goes on with it, so that whoever owns the partition next has only the rest
/// to read.
///
/// One thread at a time holds it, for a whole turn of [Observations] or for what one poll has brought.
final class Fold {
    private final TopicPartition journal;
    private final Beginnings beginnings;
    private final ReentrantLock held = new ReentrantLock();
    /// Replaced only by whoever holds it; health and metrics look without that.
    private volatile Studies studies = new Studies();
    private volatile long next;

    /// @param beginnings are told what is read
    Fold(int partition, Beginnings beginnings) {
        this.journal = new TopicPartition(Topics.JOURNAL, partition);
        this.beginnings = beginnings;
    }

    TopicPartition journal() {
        return journal;
    }

    /// Until [#letGo], which the same thread owes it. One that holds it already may do so again.
    void hold() {
        held.lock();
    }

    /// As [#hold], where nobody else has it.
    ///
    /// @return whether it is held now
    boolean tryHold() {
        return held.tryLock();
    }

    void letGo() {
        held.unlock();
    }

    /// What lies before this offset is folded and settled; nothing else is settled.
    long next() {
        return next;
    }

    Studies studies() {
        return studies;
    }

    /// Takes all that is committed between two offsets, where that joins on to what is known.
    ///
    /// @param from inclusive
    /// @param until exclusive
    void take(long from, long until, Iterable<ConsumerRecord<String, byte[]>> between) {
        if (from > next || until <= next) {
            return;
        }
        for (ConsumerRecord<String, byte[]> written : between) {
            if (written.offset() >= next) {
                JournalRecord.of(written)
                        .ifPresent(record -> studies.replay(record.entry(), ImportMark.of(record.headers())));
            }
        }
        settle(OptionalLong.of(until));
        beginnings.learn(journal, from, until, between);
    }

    /// What was decided here is in the journal.
    ///
    /// @param until behind the last entry; empty where none was written
    void settle(OptionalLong until) {
        studies.settle();
        next = Math.max(next, until.orElse(0));
    }

    /// What was decided here is not in the journal, or that is unknown.
    void undo() {
        studies.undo();
    }

    /// The log is another one than it was: its topic was made anew, or its end was lost with a broker.
    void beginAnew() {
        studies = new Studies();
        next = 0;
        beginnings.forget(journal);
    }
}
