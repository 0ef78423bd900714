package dev.bilevel.optimizer.live;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.redis.datasource.pubsub.RedisPubSubMessage;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;

/// News of studies over Redis: the projection announces journal entries, workers announce progress, and every
/// instance listens for the clients that watch through it.
@ApplicationScoped
public class LiveNews {
    private static final Logger LOG = Logger.getLogger(LiveNews.class);
    private static final String CHANNELS = "bilevel:live:";
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(10);

    private final ReactivePubSubCommands<String> redis;
    /// One connection for all clients of this instance, and none while nobody watches.
    private final Multi<RedisPubSubMessage<String>> all;

    LiveNews(ReactiveRedisDataSource redis) {
        this.redis = redis.pubsub(String.class);
        this.all = Multi.createFrom()
                .deferred(() -> this.redis.subscribeAsMessagesToPatterns(CHANNELS + "*"))
                .onFailure()
                .invoke(e -> LOG.debugf("no live news for now: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(RECONNECT, LONGEST_RECONNECT)
                .indefinitely()
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }

    /// A study's journal is in the read model up to this entry now. Returns at once; what gets lost is found by
    /// polling.
    public void announce(String studyId, String sequence) {
        redis.publish(CHANNELS + studyId, "{\"kind\":\"journal\",\"sequence\":" + sequence + "}")
                .subscribe()
                .with(_ -> {}, e -> LOG.debugf("news of %s is lost: %s", studyId, e.toString()));
    }

    /// JSON texts about a study, from now on; a client that is too slow misses some.
    public Multi<String> of(String studyId) {
        String channel = CHANNELS + studyId;
        return all.filter(message -> channel.equals(message.getChannel()))
                .map(RedisPubSubMessage::getPayload)
                .onOverflow()
                .dropPreviousItems();
    }
}
