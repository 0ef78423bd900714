package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import static java.util.concurrent.TimeUnit.SECONDS;

/// Where the journal's partitions end: their high watermarks, which may lie behind what an open transaction hides.
@ApplicationScoped
class JournalEnds {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;

    JournalEnds(Admin admin) {
        this.admin = admin;
    }

    /// @throws KafkaException where Kafka does not tell
    long of(TopicPartition journal) {
        return of(List.of(journal)).get(journal);
    }

    /// @throws KafkaException where Kafka does not tell
    Map<TopicPartition, Long> of(Collection<TopicPartition> journal) {
        Map<TopicPartition, OffsetSpec> latest =
                journal.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get(PATIENCE.toSeconds(), SECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(journal + ": the end cannot be found", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
