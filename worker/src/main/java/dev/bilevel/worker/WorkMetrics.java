package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Locale;

/// Work by kind and outcome with its seconds, redeliveries, dead letters. There from the start, so that the counters of
/// a service without trouble say zero.
@Singleton
class WorkMetrics {
    private final MeterRegistry registry;
    private final Counter redeliveries;
    private final Counter deadLetters;

    @Inject
    WorkMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.redeliveries = Counter.builder("bilevel.work.redeliveries")
                .description("records that came again after an attempt without an answer")
                .register(registry);
        this.deadLetters = Counter.builder("bilevel.work.dead.letters")
                .description("records put aside unread")
                .register(registry);
    }

    /// @param outcome `done`, `released` or a failure reason
    void finished(Event event, String outcome, Duration took) {
        registry.timer("bilevel.work", "kind", kind(event), "outcome", outcome.toLowerCase(Locale.ROOT))
                .record(took);
    }

    void redelivered() {
        redeliveries.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    /// `dev.bilevel.trial-suggested.v1` is `trial-suggested` on a dashboard.
    private static String kind(Event event) {
        String name = EventType.of(event).wireName();
        return name.substring("dev.bilevel.".length(), name.lastIndexOf('.'));
    }
}
