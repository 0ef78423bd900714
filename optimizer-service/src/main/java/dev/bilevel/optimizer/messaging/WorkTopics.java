package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.OptimizerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/// Which topics exist. A trial for a trainer whose topic was never made would block the transaction for ever, and a
/// topic that is made by writing to it has no trainers.
@ApplicationScoped
public class WorkTopics {
    private static final String TRIALS = Topics.trials("x").replace("x", "");

    private final Admin admin;
    private final Duration patience;
    private volatile int partitions;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    WorkTopics(Admin admin, OptimizerConfig config) {
        this.admin = admin;
        this.patience = config.transaction().patience();
    }

    /// Whether the topic exists; once seen, it is not asked for again.
    ///
    /// @throws KafkaException where Kafka does not answer
    public boolean exists(String topic) {
        if (known.contains(topic)) {
            return true;
        }
        try {
            await(admin.describeTopics(List.of(topic)).allTopicNames());
            return known.add(topic) || known.contains(topic);
        } catch (UnknownTopicOrPartitionException | InvalidTopicException _) {
            return false;
        }
    }

    /// How many partitions there are of the topics that are keyed by study: of all as many, and for ever.
    ///
    /// @throws KafkaException where Kafka does not answer
    int partitions() {
        if (partitions == 0) {
            partitions = await(admin.describeTopics(List.of(Topics.STUDIES)).allTopicNames())
                    .get(Topics.STUDIES)
                    .partitions()
                    .size();
        }
        return partitions;
    }

    /// The kinds of trainer that have a topic, in alphabetical order.
    ///
    /// @throws KafkaException where Kafka does not answer
    public List<String> trainers() {
        return await(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(TRIALS))
                .map(topic -> topic.substring(TRIALS.length()))
                .sorted()
                .toList();
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(patience.toMillis(), MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
