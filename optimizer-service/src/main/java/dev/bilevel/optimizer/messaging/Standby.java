package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Background;
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
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Folds the journal of the partitions that are not this instance's, on a thread of its own: when one of the others
/// is gone, what it decided is known here but for the last moment, however long the studies' history is. Begins before
/// the group has given this instance its share, and asks for one when it has come to the end.
@ApplicationScoped
class Standby {
    private static final Logger LOG = Logger.getLogger(Standby.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Kafka kafka;
    private final Folds folds;
    private final Share share;
    private final JournalEnds ends;
    private final Warmth warmth;
    private final OptimizerConfig.Retry retry;
    private final Background background = new Background("standby");
    /// Where the journal ended when this began to read: whoever knows it that far is warm. Empty until it is asked.
    private Map<TopicPartition, Long> goal = Map.of();

    @Inject
    Standby(Kafka kafka, Folds folds, Share share, JournalEnds ends, Warmth warmth, OptimizerConfig config) {
        this(kafka, folds, share, ends, warmth, config.retry());
    }

    Standby(Kafka kafka, Folds folds, Share share, JournalEnds ends, Warmth warmth, OptimizerConfig.Retry retry) {
        this.kafka = kafka;
        this.folds = folds;
        this.share = share;
        this.ends = ends;
        this.warmth = warmth;
        this.retry = retry;
    }

    void start(@Observes StartupEvent event) {
        background.start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        background.stop();
    }

    private void run() {
        Backoff backoff = new Backoff(retry);
        while (!background.isStopping()) {
            try (KafkaConsumer<String, byte[]> reader = kafka.reader(Map.of(
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    "bilevel-standby",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false))) {
                while (!background.isStopping()) {
                    List<TopicPartition> journal = journal(reader);
                    follow(reader, others(journal));
                    warmUp(journal);
                    backoff.reset();
                }
            } catch (RuntimeException e) {
                Duration wait = backoff.next();
                LOG.warnf("the journal of the others cannot be followed, tried again in %s: %s", wait, e);
                background.pause(wait);
            }
        }
    }

    private static List<TopicPartition> journal(KafkaConsumer<?, ?> reader) {
        return reader.partitionsFor(Topics.JOURNAL, PATIENCE).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /// Whatever is nobody's or another's.
    private Set<TopicPartition> others(List<TopicPartition> journal) {
        return journal.stream()
                .filter(partition -> !share.has(partition.partition()))
                .collect(Collectors.toSet());
    }

    private void follow(KafkaConsumer<String, byte[]> reader, Set<TopicPartition> others) {
        if (others.isEmpty()) {
            background.pause(POLL);
            return;
        }
        Map<TopicPartition, Long> from = assign(reader, others);
        ConsumerRecords<String, byte[]> records = reader.poll(POLL);
        from.forEach((partition, next) ->
                take(partition, next, reader.position(partition, PATIENCE), records.records(partition)));
    }

    /// @return from where each is read
    private Map<TopicPartition, Long> assign(KafkaConsumer<String, byte[]> reader, Set<TopicPartition> others) {
        Set<TopicPartition> before = Set.copyOf(reader.assignment());
        if (!others.equals(before)) {
            reader.assign(others);
        }
        Map<TopicPartition, Long> from = new HashMap<>();
        for (TopicPartition partition : others) {
            long next = fold(partition).next();
            if (!before.contains(partition) || reader.position(partition, PATIENCE) != next) {
                reader.seek(partition, next);
            }
            from.put(partition, next);
        }
        return from;
    }

    private void warmUp(List<TopicPartition> journal) {
        if (!warmth.isWarm() && !journal.isEmpty()) {
            if (goal.isEmpty()) {
                goal = ends.of(journal);
            }
            if (goal.entrySet().stream().allMatch(end -> isKnown(end.getKey(), end.getValue()))) {
                warmth.warm();
            }
        }
        share.ask();
    }

    /// An owner need not read the end of its own transaction.
    private boolean isKnown(TopicPartition partition, long end) {
        return share.knows(partition.partition()) || fold(partition).next() >= end;
    }

    private void take(TopicPartition partition, long from, long until, List<ConsumerRecord<String, byte[]>> between) {
        Fold fold = fold(partition);
        if (from == until || !fold.tryHold()) {
            return;
        }
        try {
            if (share.has(partition.partition())) {
                return;
            }
            if (until < from) {
                LOG.warnf("%s goes on at offset %d, before %d: it is read anew", partition, until, from);
                fold.beginAnew();
            } else {
                fold.take(from, until, between);
            }
        } finally {
            fold.letGo();
        }
    }

    private Fold fold(TopicPartition partition) {
        return folds.of(partition.partition());
    }
}
