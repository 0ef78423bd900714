package dev.bilevel.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a worker service must say about itself, and the pace of its loop.
@ConfigMapping(prefix = "bilevel.worker")
public interface WorkerConfig {

    /// Short name of the service: `trainer`, `fusion`, `evaluator`. Part of `ce_source` and of Redis keys.
    String service();

    /// Names this process among its kind; host name and process id if absent.
    Optional<String> instance();

    /// The work topics: their records are taken in turns, one at a time.
    List<String> topics();

    /// The share group.
    String group();

    /// How often a record may be delivered before it counts as one that kills workers. Three: one crash is bad luck,
    /// two may be, and the broker gives up by itself after ten.
    @WithDefault("3")
    int attempts();

    /// How often the lock of the record in hand is renewed. A lock lasts 15 s; at 4 s two renewals may get lost.
    @WithDefault("4s")
    Duration renewEvery();

    /// How long one poll waits. Short, because in `record_limit` mode a record that comes while a poll waits is
    /// often seen only by the next one: at 200 ms a fusion of the quickstart took 165 ms from decision to model, at
    /// 50 ms it took 20.
    @WithDefault("25ms")
    Duration pollTimeout();

    /// How long to wait for Kafka to take an event. A little more than the producer's own two minutes of retries.
    @WithDefault("130s")
    Duration publishTimeout();

    /// Pause before a record is released after a failure to publish, and before a broken consumer is made anew, so
    /// that a broken broker is not hammered and the broker's delivery count is not used up in a moment.
    @WithDefault("2s")
    Duration pauseAfterFailure();

    /// How long stopping may take before the loop is abandoned: less than what a person at Ctrl-C waits gladly.
    @WithDefault("2s")
    Duration stopTimeout();

    /// The loop counts as dead when it has not turned for this long. Longer than any call to Kafka that it makes.
    @WithDefault("60s")
    Duration livenessTimeout();

    /// How often a heartbeat is written. Three fit into its time to live.
    @WithDefault("5s")
    Duration heartbeatEvery();

    /// How long a heartbeat lasts in Redis.
    @WithDefault("15s")
    Duration heartbeatLasts();

    /// How often the cancel flag of the study in hand is read: a person should not notice the delay.
    @WithDefault("500ms")
    Duration cancelCheckEvery();

    /// How often progress is told: four times a second looks live, and more costs for nothing.
    @WithDefault("250ms")
    Duration progressEvery();

    /// How long Redis may take to answer before it counts as absent. Nothing waits for it meanwhile, and a crowded
    /// machine is no outage.
    @WithDefault("3s")
    Duration redisTimeout();

    /// [#instance] with its default filled in.
    default String instanceName() {
        return instance()
                .orElseGet(() -> System.getenv().getOrDefault("HOSTNAME", "local") + "-"
                        + ProcessHandle.current().pid());
    }
}
