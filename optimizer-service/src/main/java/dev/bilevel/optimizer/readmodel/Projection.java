package dev.bilevel.optimizer.readmodel;

import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Background;
import dev.bilevel.optimizer.config.Backoff;
import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.LiveNews;
import dev.bilevel.optimizer.messaging.Headers;
import dev.bilevel.optimizer.readmodel.ProjectionStore.Stretch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows the journal into the read model, on a thread of its own. The instances share the partitions.
///
/// Where to go on is in the database, never in Kafka's group offsets. Whatever fails, the partition is placed anew:
/// tables made where missing, offset read, consumer sought. So a database that is down, dropped, or put back to an
/// older state is caught up with as soon as it answers.
@ApplicationScoped
public class Projection {
    private static final Logger LOG = Logger.getLogger(Projection.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /// A killed instance's partitions, and those of its own restart, wait so long for a reader; by default 45 s.
    private static final int SESSION_MS = 10_000;
    /// How often an idle projection looks whether the database still stands where it left it.
    private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

    private final Kafka kafka;
    private final ProjectionStore store;
    private final LiveNews news;
    private final OptimizerConfig.Projection config;
    private final Background background = new Background("readmodel");
    /// The next offset of each partition that is placed. Used by the projection's thread only, as is `unplaced`.
    private final Map<TopicPartition, Long> placed = new HashMap<>();

    private final Set<TopicPartition> unplaced = new HashSet<>();

    Projection(Kafka kafka, ProjectionStore store, LiveNews news, OptimizerConfig config) {
        this.kafka = kafka;
        this.store = store;
        this.news = news;
        this.config = config.projection();
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            background.start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        background.stop();
    }

    private void run() {
        Backoff backoff = new Backoff(config.retry());
        while (!background.isStopping()) {
            try (KafkaConsumer<String, byte[]> reader = reader()) {
                follow(reader, backoff);
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the journal cannot be read, a new reader is made", e);
                background.pause(backoff.next());
            }
        }
    }

    private KafkaConsumer<String, byte[]> reader() {
        return kafka.reader(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, config.group(),
                ConsumerConfig.CLIENT_ID_CONFIG, config.group(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch()));
    }

    private void follow(KafkaConsumer<String, byte[]> reader, Backoff backoff) {
        reader.subscribe(List.of(Topics.JOURNAL), new Placing(reader));
        long checked = System.nanoTime();
        while (!background.isStopping()) {
            ConsumerRecords<String, byte[]> records = reader.poll(POLL);
            long polled = System.nanoTime();
            try {
                place(reader);
                if (System.nanoTime() - checked > CHECK_NANOS) {
                    check();
                    checked = System.nanoTime();
                }
                if (!records.isEmpty()) {
                    project(records);
                    backoff.reset();
                }
                gather(records.count(), polled);
            } catch (ProjectionStore.Moved e) {
                LOG.infof("placed anew: %s", e.getMessage());
                displace(reader);
            } catch (RuntimeException e) {
                Duration wait = backoff.next();
                LOG.warnf("the read model is behind, tried again in %s: %s", wait, e);
                displace(reader);
                background.pause(wait);
            }
        }
    }

    private void place(KafkaConsumer<String, byte[]> reader) {
        if (unplaced.isEmpty()) {
            return;
        }
        store.ensureTables();
        Map<Integer, Long> offsets = store.offsets();
        for (TopicPartition partition : List.copyOf(unplaced)) {
            long offset = offsets.getOrDefault(partition.partition(), 0L);
            reader.seek(partition, offset);
            reader.resume(List.of(partition));
            placed.put(partition, offset);
            unplaced.remove(partition);
        }
    }

    /// After a failure: nothing is read until [#place] succeeds.
    private void displace(KafkaConsumer<String, byte[]> reader) {
        unplaced.addAll(reader.assignment());
        placed.clear();
        reader.pause(reader.assignment());
    }

    private void check() {
        store.requireStudies();
        Map<Integer, Long> offsets = store.offsets();
        placed.forEach((partition, offset) -> {
            long found = offsets.getOrDefault(partition.partition(), 0L);
            if (found != offset) {
                throw new ProjectionStore.Moved(partition + " is projected to " + found + ", expected " + offset);
            }
        });
    }

    private void project(ConsumerRecords<String, byte[]> records) {
        List<Stretch> stretches = records.partitions().stream()
                .filter(placed::containsKey)
                .map(partition -> new Stretch(partition.partition(), placed.get(partition), records.records(partition)))
                .toList();
        if (stretches.isEmpty()) {
            return;
        }
        try {
            store.project(stretches);
        } catch (DatabaseRefusal e) {
            LOG.debugf("one by one, since the database refuses a record: %s", e.getMessage());
            stretches.forEach(stretch -> stretch.apart().forEach(this::projectOrPassOver));
        }
        Map<String, String> latest = new LinkedHashMap<>();
        for (Stretch stretch : stretches) {
            placed.put(new TopicPartition(Topics.JOURNAL, stretch.partition()), stretch.next());
            stretch.records()
                    .forEach(written ->
                            latest.put(written.key(), Headers.of(written).getOrDefault("ce_sequence", "0")));
        }
        latest.forEach(news::announce);
    }

    /// What the database refuses, no optimizer decided, or by mistake. The rest of that study's journal does not follow
    /// then, and the read model ends there for it; that of all others goes on.
    private void projectOrPassOver(Stretch one) {
        try {
            store.project(List.of(one));
        } catch (DatabaseRefusal e) {
            ConsumerRecord<String, byte[]> written = one.records().getFirst();
            LOG.errorf(
                    "study %s: the read model ends before what lies at %s-%d@%d, which the database refuses: %s",
                    written.key(), written.topic(), written.partition(), written.offset(), e.getMessage());
            store.passOver(one);
        }
    }

    /// What comes in quick succession shares a database transaction, which costs much the same for one entry as for a
    /// hundred. The first after a pause does not wait, nor does anything while the journal is far ahead.
    private void gather(int taken, long polled) {
        if (taken > 0 && taken < config.batch()) {
            background.pause(config.pace().minusNanos(System.nanoTime() - polled));
        }
    }

    /// A partition that comes is not read before it is placed.
    private final class Placing implements ConsumerRebalanceListener {
        private final KafkaConsumer<?, ?> reader;

        private Placing(KafkaConsumer<?, ?> reader) {
            this.reader = reader;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            reader.pause(partitions);
            unplaced.addAll(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(placed::remove);
            unplaced.removeAll(partitions);
        }
    }
}
