package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.Map;

/// Where in its partition each study's journal begins, as far as somebody in this process has read: a partition holds
/// many studies for ever, and one of them need not be looked for among all.
///
/// Whoever reads the journal tells what it has seen. A replay sees all of a partition that is owned here; a reader of
/// one study begins at the latest where knowledge ends, and so goes on with it, whoever owns the partition. That is
/// also why nothing has to be told of what is written here: the next reader finds it. Some hundred bytes a study.
@ApplicationScoped
class Beginnings {
    private final Map<TopicPartition, Known> known = new HashMap<>();

    private static final class Known {
        private final Map<String, Long> first = new HashMap<>();
        private long until;
    }

    /// An offset that no entry of the study lies before; 0 where nothing is known.
    synchronized long of(TopicPartition partition, String studyId) {
        Known found = known.get(partition);
        return found == null ? 0 : found.first.getOrDefault(studyId, found.until);
    }

    /// Takes note of everything committed between two offsets. What does not join on to what is known is of no use.
    ///
    /// @param from inclusive
    /// @param until exclusive
    synchronized void learn(
            TopicPartition partition, long from, long until, Iterable<? extends ConsumerRecord<String, ?>> between) {
        Known found = known.computeIfAbsent(partition, _ -> new Known());
        if (from > found.until || until <= found.until) {
            return;
        }
        for (ConsumerRecord<String, ?> written : between) {
            if (written.key() != null && written.offset() >= found.until) {
                found.first.putIfAbsent(written.key(), written.offset());
            }
        }
        found.until = until;
    }

    /// The partition is another one than it was: its topic was made anew, or its end was lost with a broker.
    synchronized void forget(TopicPartition partition) {
        known.remove(partition);
    }
}
