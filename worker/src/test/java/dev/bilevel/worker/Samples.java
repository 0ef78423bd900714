package dev.bilevel.worker;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCancelled;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Events, records and settings for the tests of the loop, and work that does as it is told.
final class Samples {
    private Samples() {}

    static WorkerConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bilevel.worker.service", "sample",
                "bilevel.worker.instance", "one",
                "bilevel.worker.topics", "bilevel.models",
                "bilevel.worker.group", "bilevel-evaluator",
                "bilevel.worker.pause-after-failure", "10ms"));
        settings.putAll(more);
        return new SmallRyeConfigBuilder()
                .withMapping(WorkerConfig.class)
                // As Quarkus does it: durations written as 4s.
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(WorkerConfig.class);
    }

    static ModelFused fused(String fusionId) {
        ModelSource model = new ModelSource("model", "model", ModelSource.Weights.RANDOM);
        ScoringOrder order = new ScoringOrder(
                model,
                new DataSource("SST-2", "data", 0.2, 7),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                Split.TRAIN,
                16,
                7);
        return new ModelFused("study", "study.t0", fusionId, new Artifact("file:/m", "0".repeat(64), 1), order);
    }

    static Event foreign() {
        return new StudyCancelled("study", "enough");
    }

    static ConsumerRecord<byte[], byte[]> record(Event event, int deliveries) {
        EventRecord encoded = EventCodec.encode(event, "/bilevel/test");
        return record(encoded.headers(), EventCodec.utf8(encoded.value()), deliveries);
    }

    static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, byte[] value, int deliveries) {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach((name, text) -> kafka.add(name, EventCodec.utf8(text)));
        return new ConsumerRecord<>(
                "bilevel.models",
                3,
                42,
                0,
                TimestampType.CREATE_TIME,
                -1,
                value == null ? -1 : value.length,
                EventCodec.utf8("key"),
                value,
                kafka,
                Optional.empty(),
                Optional.of((short) deliveries));
    }

    /// What the work of a test does.
    interface Deed {
        List<Event> of(ModelFused event, Attempt attempt) throws Exception;
    }

    static Work<ModelFused> work(Deed deed) {
        return new Work<>() {
            @Override
            public Class<ModelFused> event() {
                return ModelFused.class;
            }

            @Override
            public List<Event> perform(ModelFused event, Attempt attempt) throws Exception {
                return deed.of(event, attempt);
            }

            @Override
            public Optional<Event> failed(ModelFused event, FailureReason reason, String message) {
                return Optional.of(failure(event, reason, message));
            }
        };
    }

    /// Work that has no event for a failure.
    static Work<ModelFused> unsaid(Deed deed) {
        return new Work<>() {
            @Override
            public Class<ModelFused> event() {
                return ModelFused.class;
            }

            @Override
            public List<Event> perform(ModelFused event, Attempt attempt) throws Exception {
                return deed.of(event, attempt);
            }

            @Override
            public Optional<Event> failed(ModelFused event, FailureReason reason, String message) {
                return Optional.empty();
            }
        };
    }

    static FusionFailed failure(ModelFused event, FailureReason reason, String message) {
        return new FusionFailed(event.studyId(), event.trialId(), event.fusionId(), reason, message);
    }
}
