package dev.bilevel.standalone.stack;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The configuration that puts a service into its place in the stack, by MicroProfile names. Containers get the same
/// names as environment variables.
final class Settings {
    static final String HOST = "127.0.0.1";

    private Settings() {}

    static Map<String, String> of(Service service, Ports ports, URI store) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafka.bootstrap.servers", kafka(ports.of(Part.KAFKA)));
        settings.put("quarkus.redis.hosts", "redis://" + HOST + ":" + ports.of(Part.REDIS));
        settings.put("quarkus.http.host", HOST);
        settings.put("quarkus.http.port", Integer.toString(ports.of(Part.of(service))));
        switch (service) {
            case OPTIMIZER -> {
                settings.put(
                        "quarkus.datasource.reactive.url",
                        "postgresql://" + HOST + ":" + ports.of(Part.POSTGRES) + "/postgres");
                settings.put("quarkus.datasource.username", "postgres");
                settings.put("quarkus.datasource.password", "postgres");
            }
            case TRAINER, FUSION, EVALUATOR -> settings.put("bilevel.store", store.toString());
        }
        // People read these logs; JSON is for collectors.
        settings.put("quarkus.log.console.json.enabled", "false");
        // Offsets are in Kafka's transactions: a quick end loses nothing, a graceful one takes seconds a channel.
        settings.put("mp.messaging.connector.smallrye-kafka.graceful-shutdown", "false");
        settings.put("quarkus.banner.enabled", "false");
        return settings;
    }

    /// What Kafka's clients connect to.
    static String kafka(int port) {
        return HOST + ":" + port;
    }
}
