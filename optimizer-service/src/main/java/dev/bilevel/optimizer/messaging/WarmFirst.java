package dev.bilevel.optimizer.messaging;

import io.quarkus.arc.Arc;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Gives equal partition numbers of the three inputs to one instance, as the range assignor does; but where some
/// instances know the journal already, to these only. One that has just started would keep its studies waiting for as
/// long as it reads; it gets its share when it is [Warmth#isWarm].
public final class WarmFirst extends RangeAssignor {
    private static final byte WARM = 1;
    private static final byte COLD = 0;

    private final BooleanSupplier warm;

    /// For Kafka, which makes it from its name.
    public WarmFirst() {
        this(() -> Arc.container().instance(Warmth.class).get().tell());
    }

    /// @param warm what to tell the group of this instance
    WarmFirst(BooleanSupplier warm) {
        this.warm = warm;
    }

    @Override
    public String name() {
        return "warm-first";
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return ByteBuffer.wrap(new byte[] {warm.getAsBoolean() ? WARM : COLD});
    }

    @Override
    public Map<String, List<TopicPartition>> assignPartitions(
            Map<String, List<PartitionInfo>> topics, Map<String, Subscription> members) {
        Map<String, Subscription> served = new HashMap<>(members);
        served.values().removeIf(member -> !isWarm(member));
        if (served.isEmpty()) {
            return super.assignPartitions(topics, members);
        }
        Map<String, List<TopicPartition>> assigned = new HashMap<>();
        members.keySet().forEach(member -> assigned.put(member, new ArrayList<>()));
        assigned.putAll(super.assignPartitions(topics, served));
        return assigned;
    }

    private static boolean isWarm(Subscription member) {
        ByteBuffer told = member.userData();
        return told != null && told.hasRemaining() && told.get(told.position()) == WARM;
    }
}
