package dev.bilevel.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// One broker that is its own controller, sized for a laptop.
final class KafkaSettings {
    static final int NODE = 1;

    private KafkaSettings() {}

    static Properties of(Path data, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(node(data, port, controllerPort));
        properties.putAll(oneReplicaFewPartitions());
        properties.putAll(groups());
        properties.putAll(smallBuffers());
        return properties;
    }

    /// The same node without its broker: a controller with what it remembers, and nobody to serve.
    static Properties controllerAlone(Path data, int controllerPort) {
        Properties properties = of(data, controllerPort, controllerPort);
        properties.put("process.roles", "controller");
        properties.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        return properties;
    }

    private static Map<String, String> node(Path data, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", data.toString()),
                // A topic that appears because somebody misspelt it helps nobody: Provision creates them.
                Map.entry("auto.create.topics.enable", "false"));
    }

    private static Map<String, String> oneReplicaFewPartitions() {
        return Map.of(
                "num.partitions", "4",
                "default.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "2",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "2",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1");
    }

    /// Groups that find their members at once, and lose them soon after a kill.
    private static Map<String, String> groups() {
        return Map.ofEntries(
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("group.share.heartbeat.interval.ms", "1000"),
                Map.entry("group.share.min.heartbeat.interval.ms", "500"),
                // A killed worker keeps its share of the partitions until then, and a record there finds nobody. The
                // default, 45 s, is the least that a group may ask for.
                Map.entry("group.share.min.session.timeout.ms", "5000"),
                Map.entry("group.share.session.timeout.ms", "6000"),
                Map.entry("group.share.assignment.interval.ms", "0"),
                // Workers count to 3 and then report the failure themselves; the broker's limit, its largest, is only
                // there for workers that die before they can count.
                Map.entry("group.share.delivery.count.limit", "10"),
                Map.entry("group.share.record.lock.duration.ms", "15000"),
                // A transaction that a killed optimizer left open hides everything behind it until it is aborted.
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"));
    }

    private static Map<String, String> smallBuffers() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "num.replica.fetchers", "1",
                "log.cleaner.threads", "1",
                "log.cleaner.dedupe.buffer.size", "4194304",
                // Index files are allocated at full size for each partition; 10 MiB is the default.
                "log.index.size.max.bytes", "1048576",
                "offsets.topic.segment.bytes", "16777216",
                "transaction.state.log.segment.bytes", "16777216");
    }
}
