package dev.bilevel.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The [NoticeBoard] in Redis. While Redis is away, only heartbeats knock at its door; the rest is dropped.
@ApplicationScoped
class RedisBoard implements NoticeBoard {
    /// A slow Redis must not make commands pile up: what comes on top of these is dropped.
    private static final int MOST_IN_FLIGHT = 32;
    /// Progress outlives its study by a day, so that a page opened tomorrow still shows the end.
    private static final String A_DAY_IN_SECONDS = "86400";

    private final ReactiveRedisDataSource redis;
    private final WorkerConfig config;
    private final Outage outage = new Outage("Redis");
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ObjectMapper mapper = EventCodec.mapper();

    @Inject
    RedisBoard(ReactiveRedisDataSource redis, WorkerConfig config) {
        this.redis = redis;
        this.config = config;
    }

    @Override
    public void heartbeat(String doing, Instant since) {
        ObjectNode life = mapper.createObjectNode()
                .put("service", config.service())
                .put("instance", config.instanceName())
                .put("doing", doing)
                .put("since", since.toEpochMilli());
        String key = "bilevel:worker:" + config.service() + ":" + config.instanceName();
        String seconds = Long.toString(config.heartbeatLasts().toSeconds());
        ask(response -> {}, "SET", key, life.toString(), "EX", seconds);
    }

    @Override
    public void progress(String studyId, String trialId, Progress progress) {
        if (outage.lasts()) {
            return;
        }
        ObjectNode json = json(progress);
        String key = "bilevel:progress:" + studyId;
        ask(response -> {}, "HSET", key, trialId, json.toString());
        ask(response -> {}, "EXPIRE", key, A_DAY_IN_SECONDS);
        ObjectNode live =
                json.deepCopy().put("kind", "progress").put("studyId", studyId).put("trialId", trialId);
        ask(response -> {}, "PUBLISH", "bilevel:live:" + studyId, live.toString());
    }

    @Override
    public void ifCancelled(String studyId, Runnable then) {
        if (outage.lasts()) {
            return;
        }
        ask(
                flag -> {
                    if (flag != null) {
                        then.run();
                    }
                },
                "GET",
                "bilevel:cancelled:" + studyId);
    }

    private ObjectNode json(Progress progress) {
        ObjectNode json = mapper.createObjectNode()
                .put("trial", progress.trial())
                .put("step", progress.step())
                .put("steps", progress.steps())
                .put("epoch", progress.epoch())
                .put("epochs", progress.epochs())
                .put("at", System.currentTimeMillis());
        putIfFinite(json, "loss", progress.loss());
        putIfFinite(json, "learningRate", progress.learningRate());
        return json;
    }

    /// NaN is no JSON.
    private static void putIfFinite(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private void ask(Consumer<Response> then, String command, String... arguments) {
        if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return;
        }
        Duration patience = config.redisTimeout();
        Uni.createFrom()
                .deferred(() -> redis.execute(command, arguments))
                .ifNoItem()
                .after(patience)
                .fail()
                .onTermination()
                .invoke(inFlight::decrementAndGet)
                .subscribe()
                .with(
                        response -> {
                            outage.over();
                            then.accept(response);
                        },
                        outage::begun);
    }
}
