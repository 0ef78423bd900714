package dev.bilevel.optimizer.live;

import dev.bilevel.events.StudyCancelled;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;

/// Tells the workers that a study is cancelled, so that running work gives up soon. Best effort: without the flag a
/// worker ends its work in vain, and its result changes nothing.
@ApplicationScoped
public class CancelFlags {
    private static final Logger LOG = Logger.getLogger(CancelFlags.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReactiveRedisDataSource redis;

    CancelFlags(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /// Returns at once.
    public void raise(StudyCancelled cancelled) {
        redis.value(String.class)
                .setex("bilevel:cancelled:" + cancelled.studyId(), KEPT.toSeconds(), cancelled.reason())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        _ -> LOG.debugf("cancel flag of %s is set", cancelled.studyId()),
                        e -> LOG.warnf("cancel flag of %s is not set: %s", cancelled.studyId(), e));
    }
}
