package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Backoff;
import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.optimizer.config.OptimizerConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Folds the journal of the partitions that are not this instance's, on a thread of its own: when one of the others
/// is gone, what it decided is known here but for the last moment, however long the studies' history is. Begins before
/// the group has given this instance its share, and so on these as well.
@ApplicationScoped
class Standby {
    private static final Logger LOG = Logger.getLogger(Standby.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Kafka kafka;
    private final Folds folds;
    private final IntPredicate owned;
    private final Beginnings beginnings;
    private final OptimizerConfig.Retry retry;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread thread;

    @Inject
    Standby(Kafka kafka, Folds folds, Ownership ownership, Beginnings beginnings, OptimizerConfig config) {
        this(kafka, folds, partition -> ownership.of(partition).isPresent(), beginnings, config.retry());
    }

    /// @param owned which partitions are left alone
    Standby(Kafka kafka, Folds folds, IntPredicate owned, Beginnings beginnings, OptimizerConfig.Retry retry) {
        this.kafka = kafka;
        this.folds = folds;
        this.owned = owned;
        this.beginnings = beginnings;
        this.retry = retry;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("standby").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        if (thread != null) {
            thread.join(Duration.ofSeconds(3));
        }
    }

    private void run() {
        Backoff backoff = new Backoff(retry);
        while (!isStopping()) {
            try (KafkaConsumer<String, byte[]> reader = kafka.reader(Map.of(
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    "bilevel-standby",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false))) {
                while (!isStopping()) {
                    follow(reader);
                    backoff.reset();
                }
            } catch (RuntimeException e) {
                Duration wait = backoff.next();
                LOG.warnf("the journal of the others cannot be followed, tried again in %s: %s", wait, e);
                pause(wait);
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> reader) {
        assign(reader);
        if (reader.assignment().isEmpty()) {
            pause(POLL);
            return;
        }
        Map<TopicPartition, Long> from = new HashMap<>();
        reader.assignment()
                .forEach(partition -> from.put(partition, fold(partition).next()));
        ConsumerRecords<String, byte[]> records = reader.poll(POLL);
        from.forEach((partition, next) ->
                take(partition, next, reader.position(partition, PATIENCE), records.records(partition)));
    }

    /// Whatever is nobody's or another's, from where it is known.
    private void assign(KafkaConsumer<String, byte[]> reader) {
        List<PartitionInfo> all = reader.partitionsFor(Topics.JOURNAL, PATIENCE);
        Set<TopicPartition> others = all.stream()
                .filter(info -> !owned.test(info.partition()))
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
        Set<TopicPartition> before = Set.copyOf(reader.assignment());
        if (!others.equals(before)) {
            reader.assign(others);
        }
        for (TopicPartition partition : others) {
            long next = fold(partition).next();
            if (!before.contains(partition) || reader.position(partition, PATIENCE) != next) {
                reader.seek(partition, next);
            }
        }
    }

    private void take(TopicPartition partition, long from, long until, List<ConsumerRecord<String, byte[]>> between) {
        Fold fold = fold(partition);
        if (from == until || !fold.tryHold()) {
            return;
        }
        try {
            if (owned.test(partition.partition())) {
                return;
            }
            if (until < from) {
                LOG.warnf("%s goes on at offset %d, before %d: it is read anew", partition, until, from);
                fold.beginAnew();
            } else {
                fold.take(from, until, between);
                beginnings.learn(partition, from, until, between);
            }
        } finally {
            fold.letGo();
        }
    }

    private Fold fold(TopicPartition partition) {
        return folds.of(partition.partition());
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            stopping.countDown();
        }
    }
}
