package dev.bilevel.optimizer.config;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Plain Kafka clients with the service's connection settings (`kafka.*`), for what a channel cannot do: reading a
/// partition to its end, seeking, a transaction whose outcome is known.
@ApplicationScoped
public class Kafka {
    private final Map<String, Object> connection;

    public Kafka(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
    }

    /// The connection settings with these on top.
    public Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(connection);
        all.putAll(settings);
        return all;
    }

    /// A consumer of committed records that never commits an offset by itself. It is in no group unless the settings
    /// name one: what the connection settings name is the channels'.
    public KafkaConsumer<String, byte[]> reader(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(connection);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.putAll(settings);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Produces
    @Singleton
    Admin admin() {
        return Admin.create(with(Map.of("client.id", "bilevel-optimizer-admin")));
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ofSeconds(1));
    }
}
