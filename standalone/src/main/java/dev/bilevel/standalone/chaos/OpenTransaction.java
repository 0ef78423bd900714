package dev.bilevel.standalone.chaos;

import dev.bilevel.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The optimizer has written to the journal and has not committed: what it consumed is neither done nor undone.
///
/// The sign of it is a record that only readers of uncommitted ones see yet. It is still so while the partition's last
/// stable offset, beyond which nobody else can read, is not past that record.
final class OpenTransaction implements Moment {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Tail journal;
    private final Admin admin;
    private ConsumerRecord<byte[], byte[]> sign;

    /// @param kafka what clients connect to
    OpenTransaction(String kafka) {
        journal = new Tail(kafka, Topics.JOURNAL);
        admin = Admin.create(Map.of("bootstrap.servers", kafka, "client.id", "bilevel-chaos-transactions"));
    }

    @Override
    public boolean comes(Duration patience) {
        boolean seen = false;
        for (ConsumerRecord<byte[], byte[]> written : journal.next(patience)) {
            sign = written;
            seen = true;
        }
        return seen;
    }

    /// `open from bilevel.journal-2@57 on`.
    @Override
    public Optional<String> look() throws InterruptedException {
        TopicPartition partition = new TopicPartition(sign.topic(), sign.partition());
        try {
            journal.rest();
            long stable = admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .partitionResult(partition)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .offset();
            return stable > sign.offset()
                    ? Optional.empty()
                    : Optional.of("open from " + partition + "@" + stable + " on");
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            // Nobody can tell.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        journal.close();
        admin.close(Duration.ZERO);
    }
}
