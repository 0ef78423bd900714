package dev.bilevel.worker.testing;

import dev.bilevel.embedded.EmbeddedKafka;
import dev.bilevel.embedded.EmbeddedRedis;
import dev.bilevel.embedded.EmbeddedStack;
import dev.bilevel.embedded.Provision;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What a worker needs of the embedded stack, and an empty store, for one test class. With the argument `redis=absent`
/// there is nothing where Redis should be; with `store=s3` the store lies on an S3 server.
public final class StackResource implements QuarkusTestResourceLifecycleManager {
    /// Nobody listens here.
    private static final String NOWHERE = "redis://127.0.0.1:1";

    private boolean withRedis = true;
    private boolean withS3;
    private S3Server s3;
    private Path folder;
    private EmbeddedKafka kafka;
    private EmbeddedRedis redis;

    @Override
    public void init(Map<String, String> arguments) {
        withRedis = !"absent".equals(arguments.get("redis"));
        withS3 = "s3".equals(arguments.get("store"));
    }

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("bilevel-test-");
            kafka = EmbeddedKafka.start(folder.resolve("kafka"));
            Provision.topics(kafka.bootstrapServers(), Provision.PARTITIONS, EmbeddedStack.TRAINERS);
            Map<String, String> settings = new HashMap<>();
            settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
            settings.put("quarkus.redis.hosts", NOWHERE);
            if (withRedis) {
                redis = EmbeddedRedis.start(folder.resolve("redis"));
                settings.put("quarkus.redis.hosts", redis.url());
            }
            Path store = Files.createDirectories(folder.resolve("store"));
            settings.put("bilevel.store", store.toUri().toString());
            if (withS3) {
                s3 = S3Server.start(folder.resolve("s3"));
                settings.put("bilevel.store", "s3://" + S3Server.BUCKET + "/studies/test");
                settings.put("bilevel.store.endpoint", s3.endpoint().toString());
                settings.put("bilevel.store.cache", folder.resolve("copies").toString());
                // As from the environment: where every AWS tool looks.
                S3Server.CREDENTIALS.forEach(System::setProperty);
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded stack did not start", e);
        }
    }

    @Override
    public void stop() {
        try {
            if (redis != null) {
                redis.close();
            }
            if (kafka != null) {
                kafka.close();
            }
            if (s3 != null) {
                s3.close();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded stack did not stop", e);
        }
    }
}
