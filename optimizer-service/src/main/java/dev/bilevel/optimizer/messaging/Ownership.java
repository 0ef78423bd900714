package dev.bilevel.optimizer.messaging;

import dev.bilevel.study.Study;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which partitions are this instance's now. [WarmFirst] gives equal partition numbers of the three inputs to one
/// instance, so that one instance sees everything about a study.
@Default
@ApplicationScoped
@Identifier("bilevel-optimizer")
class Ownership implements KafkaConsumerRebalanceListener, Share {
    private static final Logger LOG = Logger.getLogger(Ownership.class);

    private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();
    private final Folds folds;
    private final JournalReplay journal;
    private final Warmth warmth;
    private final KafkaClientService clients;
    private final ManagedExecutor executor;
    private volatile boolean joined;

    Ownership(Folds folds, JournalReplay journal, Warmth warmth, KafkaClientService clients, ManagedExecutor executor) {
        this.folds = folds;
        this.journal = journal;
        this.warmth = warmth;
        this.clients = clients;
        this.executor = executor;
    }

    Optional<OwnedPartition> of(int partition) {
        return Optional.ofNullable(owned.get(partition));
    }

    /// Whether the group has given this instance its share, and the state of it is replayed; where it has none, whether
    /// it could take any.
    boolean isReplayed() {
        return joined
                && (owned.isEmpty() ? warmth.isWarm() : owned.values().stream().allMatch(OwnedPartition::isReplayed));
    }

    @Override
    public boolean has(int partition) {
        return owned.containsKey(partition);
    }

    @Override
    public boolean knows(int partition) {
        return of(partition).filter(OwnedPartition::isReplayed).isPresent();
    }

    @Override
    public void ask() {
        if (joined && owned.isEmpty() && warmth.isNews()) {
            LOG.info("knows the journal now, and asks for a share of it");
            clients.getConsumer("observations")
                    .runOnPollingThread(consumer -> {
                        consumer.enforceRebalance("an instance knows the journal now");
                    })
                    .subscribe()
                    .with(_ -> {}, e -> {
                        LOG.warnf("cannot ask for a share yet: %s", e);
                        warmth.unheard();
                    });
        }
    }

    int partitions() {
        return owned.size();
    }

    /// How many of the studies owned here are in each status.
    Map<Study.Status, Integer> count() {
        Map<Study.Status, Integer> all = new EnumMap<>(Study.Status.class);
        owned.values().forEach(part -> part.count().forEach((status, n) -> all.merge(status, n, Integer::sum)));
        return all;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.stream().map(TopicPartition::partition).distinct().forEach(number -> {
            OwnedPartition partition = new OwnedPartition(folds.of(number), consumer.groupMetadata(), journal);
            owned.put(number, partition);
            executor.execute(() -> warmUp(partition));
        });
        joined = true;
        LOG.infof("owns partitions %s", owned.keySet());
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> owned.remove(partition.partition()));
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        onPartitionsRevoked(consumer, partitions);
    }

    /// Replays before the first record asks for it; if this fails, that record will try again.
    private static void warmUp(OwnedPartition partition) {
        try {
            partition.studies();
        } catch (KafkaException e) {
            LOG.warnf("partition %d is not replayed yet: %s", partition.number(), e.getMessage());
        }
    }
}
