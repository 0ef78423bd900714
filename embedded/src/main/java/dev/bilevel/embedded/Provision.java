package dev.bilevel.embedded;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Creates the topics and configures the share groups; doing so again changes nothing.
public final class Provision {
    /// Partitions of the fact topics and the journal, unless told otherwise.
    public static final int PARTITIONS = 4;

    /// The share group of the fusion workers.
    public static final String FUSION_GROUP = "bilevel-fusion";

    /// The share group of the evaluators.
    public static final String EVALUATOR_GROUP = "bilevel-evaluator";

    private static final List<String> FACTS =
            List.of(Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES, Topics.JOURNAL);
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final int MOMENTS = 600;

    private Provision() {}

    /// The share group of all trainers of one kind.
    public static String trainersGroup(String trainer) {
        return "bilevel-trainers-" + trainer;
    }

    /// Creates every topic of [Topics] that is missing, and configures the groups that work on them.
    ///
    /// Fact topics and the journal keep everything for ever and have the same number of partitions, so that one
    /// instance sees all of a study. The groups read from the beginning and only what was committed; a record that
    /// a dead worker held is free again after 15 s.
    ///
    /// @param partitions of the fact topics and the journal
    /// @param trainers kinds of trainers, each with its own topic of trials: `roberta`
    /// @throws IOException if the broker refuses, or fact topics exist with other numbers of partitions
    public static void topics(String bootstrapServers, int partitions, Collection<String> trainers) throws IOException {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: is " + partitions + ", expected at least 1");
        }
        Map<String, Object> client =
                Map.of("bootstrap.servers", bootstrapServers, "client.id", "provision", "retry.backoff.ms", 50);
        try (Admin admin = Admin.create(client)) {
            List<NewTopic> topics = wanted(partitions, trainers);
            create(admin, topics);
            requireCoPartitioned(served(admin, topics), partitions);
            configure(admin, trainers);
        }
    }

    private static List<NewTopic> wanted(int partitions, Collection<String> trainers) {
        List<NewTopic> topics = new ArrayList<>();
        FACTS.forEach(name -> topics.add(topic(name, partitions)));
        topics.add(topic(Topics.FUSIONS, Math.min(partitions, PARTITIONS)));
        topics.add(topic(Topics.MODELS, Math.min(partitions, PARTITIONS)));
        topics.add(topic(Topics.RELEASES, Math.min(partitions, PARTITIONS)));
        topics.add(topic(Topics.DEAD_LETTERS, 1));
        trainers.forEach(trainer -> topics.add(topic(Topics.trials(trainer), Math.min(partitions, PARTITIONS))));
        return topics;
    }

    /// Kept for ever, work included: a study is small, and what was asked of whom is part of its story.
    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", "-1",
                        "retention.bytes", "-1",
                        // A value of the largest size, its headers and the batch around it.
                        "max.message.bytes", Integer.toString(2 * EventCodec.LARGEST_VALUE)));
    }

    private static void create(Admin admin, List<NewTopic> topics) throws IOException {
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                await(created, "creating topics");
            } catch (IOException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /// Waits until the broker knows every topic and leads its partitions: creation is the controller's word, which
    /// the broker hears a moment later.
    private static Map<String, TopicDescription> served(Admin admin, List<NewTopic> topics) throws IOException {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        for (int left = MOMENTS; ; left--) {
            try {
                Map<String, TopicDescription> found =
                        await(admin.describeTopics(names).allTopicNames(), "describing topics");
                if (left == 0 || found.values().stream().allMatch(Provision::led)) {
                    return found;
                }
            } catch (IOException e) {
                if (left == 0 || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }

    private static boolean led(TopicDescription topic) {
        return topic.partitions().stream().allMatch(partition -> partition.leader() != null);
    }

    private static void requireCoPartitioned(Map<String, TopicDescription> found, int partitions) throws IOException {
        for (String name : FACTS) {
            int has = found.get(name).partitions().size();
            if (has != partitions) {
                throw new IOException("topic " + name + ": has " + has + " partitions, expected " + partitions
                        + " as all fact topics and the journal have");
            }
        }
    }

    private static void configure(Admin admin, Collection<String> trainers) throws IOException {
        List<String> groups = new ArrayList<>(List.of(FUSION_GROUP, EVALUATOR_GROUP));
        trainers.forEach(trainer -> groups.add(trainersGroup(trainer)));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String group : groups) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.GROUP, group),
                    List.of(
                            set("share.auto.offset.reset", "earliest"),
                            // The optimizer suggests inside transactions: an aborted suggestion was never made.
                            set("share.isolation.level", "read_committed"),
                            set("share.record.lock.duration.ms", "15000")));
        }
        await(admin.incrementalAlterConfigs(changes).all(), "configuring share groups");
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static <T> T await(KafkaFuture<T> future, String doing) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(doing + " failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(doing + " took longer than " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(doing + " was interrupted", e);
        }
    }
}
