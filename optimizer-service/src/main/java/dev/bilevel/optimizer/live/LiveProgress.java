package dev.bilevel.optimizer.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.EventCodec;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How far the trainings of a study are, as the trainers last said.
@ApplicationScoped
public class LiveProgress {
    private static final Logger LOG = Logger.getLogger(LiveProgress.class);
    /// An answer without progress is better than a late one.
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final ObjectMapper JSON = EventCodec.mapper();

    private final ReactiveRedisDataSource redis;

    LiveProgress(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /// By trial id; empty where Redis knows nothing or does not answer.
    public Uni<Map<String, JsonNode>> of(String studyId) {
        return redis.hash(String.class)
                .hgetall("bilevel:progress:" + studyId)
                .map(LiveProgress::parse)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(Map::of)
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.debugf("no live progress of %s: %s", studyId, e);
                    return Map.of();
                });
    }

    private static Map<String, JsonNode> parse(Map<String, String> fields) {
        Map<String, JsonNode> progress = new HashMap<>();
        fields.forEach((trialId, json) -> {
            try {
                progress.put(trialId, JSON.readTree(json));
            } catch (JsonProcessingException e) {
                LOG.debugf("progress of %s is no JSON: %s", trialId, json);
            }
        });
        return progress;
    }
}
