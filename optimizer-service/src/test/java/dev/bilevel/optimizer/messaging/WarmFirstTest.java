package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class WarmFirstTest {
    private static final List<String> INPUTS = List.of(Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES);
    private static final Node BROKER = new Node(1, "localhost", 9092);
    private static final Cluster CLUSTER = new Cluster(
            "cluster",
            List.of(BROKER),
            INPUTS.stream()
                    .flatMap(topic -> IntStream.range(0, 4)
                            .mapToObj(
                                    i -> new PartitionInfo(topic, i, BROKER, new Node[] {BROKER}, new Node[] {BROKER})))
                    .toList(),
            Set.of(),
            Set.of());

    @Test
    void whoKnowsTheJournalHasAllOfIt() {
        assertThat(assigned(Map.of("a", true, "b", false))).isEqualTo(Map.of("a", Set.of(0, 1, 2, 3), "b", Set.of()));
    }

    @Test
    void allWhoKnowItShareIt() {
        assertThat(assigned(Map.of("a", true, "b", true, "c", false)))
                .isEqualTo(Map.of("a", Set.of(0, 1), "b", Set.of(2, 3), "c", Set.of()));
    }

    @Test
    void whereNobodyKnowsItAllShareIt() {
        assertThat(assigned(Map.of("a", false, "b", false))).isEqualTo(Map.of("a", Set.of(0, 1), "b", Set.of(2, 3)));
    }

    /// The same partition numbers of each input.
    private static Map<String, Set<Integer>> assigned(Map<String, Boolean> warm) {
        Map<String, Subscription> members = new HashMap<>();
        warm.forEach((member, isWarm) -> {
            ByteBuffer told = new WarmFirst(() -> isWarm).subscriptionUserData(Set.copyOf(INPUTS));
            members.put(member, new Subscription(INPUTS, told));
        });
        Map<String, Set<Integer>> numbers = new HashMap<>();
        new WarmFirst(() -> true)
                .assign(CLUSTER, new GroupSubscription(members))
                .groupAssignment()
                .forEach((member, share) -> {
                    Set<Integer> found = Set.copyOf(share.partitions().stream()
                            .map(TopicPartition::partition)
                            .toList());
                    assertThat(share.partitions())
                            .containsExactlyInAnyOrderElementsOf(INPUTS.stream()
                                    .flatMap(topic -> found.stream().map(i -> new TopicPartition(topic, i)))
                                    .toList());
                    numbers.put(member, found);
                });
        return numbers;
    }
}
