package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import org.apache.kafka.common.utils.Utils;

/// Which partition a study belongs to: that in which Kafka's own producers put its id.
///
/// Other clients may think otherwise (librdkafka takes CRC-32 unless told `partitioner=murmur2_random`), and a person
/// may name any partition.
public final class Partitions {
    private Partitions() {}

    /// @param count of the topic's partitions
    public static int of(String studyId, int count) {
        return Utils.toPositive(Utils.murmur2(EventCodec.utf8(studyId))) % count;
    }
}
