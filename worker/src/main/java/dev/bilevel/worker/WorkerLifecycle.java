package dev.bilevel.worker;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts the loop with the application and stops it with the application.
@ApplicationScoped
class WorkerLifecycle {
    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);

    private final WorkerConfig config;
    private final ShareLoop loop;
    private final Pulse pulse;

    @Inject
    WorkerLifecycle(
            @All List<Work<?>> works,
            Outbox outbox,
            NoticeBoard board,
            WorkMetrics metrics,
            WorkerConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Workbench bench = new Workbench(works, outbox, board, metrics, config);
        this.config = config;
        this.loop = new ShareLoop(() -> connect(kafka, config), bench, config);
        this.pulse = new Pulse(bench, board);
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("%s works on %s as %s", config.service(), config.topics(), config.group());
        pulse.start(config);
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        pulse.close();
        loop.stop();
    }

    ShareLoop loop() {
        return loop;
    }

    /// A share consumer of this service's group that holds one record at a time.
    ///
    /// @param kafka how to reach the broker: every `kafka.*` setting
    static KafkaShareConsumer<byte[], byte[]> connect(Map<String, Object> kafka, WorkerConfig config) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("group.id", config.group());
        settings.put("client.id", config.service() + "-" + config.instanceName());
        settings.put("share.acknowledgement.mode", "explicit");
        // Strictly as many as asked for, and that is one: a record in a busy worker's queue could be done elsewhere.
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", "1");
        return new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
