package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventType;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalImported;
import dev.bilevel.study.Study;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What the deciding part tells about itself, on `/q/metrics` and to the readiness check.
@Startup
@ApplicationScoped
class Figures {
    private final MeterRegistry registry;
    private final Timer decision;
    private volatile String trouble;

    Figures(MeterRegistry registry, Ownership ownership) {
        this.registry = registry;
        this.decision = Timer.builder("bilevel.decision")
                .description("Time to decide what one input record leads to")
                .publishPercentileHistogram()
                .register(registry);
        for (Study.Status status : Study.Status.values()) {
            Gauge.builder("bilevel.studies", () -> ownership.count().getOrDefault(status, 0))
                    .description("Studies owned by this instance")
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    <T> T timed(Supplier<T> work) {
        return decision.record(work);
    }

    void taken(Event event, List<JournalEntry> entries) {
        String effect = entries.isEmpty() ? "none" : "taken";
        registry.counter("bilevel.observations", "type", name(event), "effect", effect)
                .increment();
        entries.stream()
                .filter(entry -> entry.role() == Role.DECISION)
                .forEach(entry -> registry.counter("bilevel.decisions", "type", name(entry.event()))
                        .increment());
    }

    /// @param entries how many were written; none where the part was there already
    void imported(JournalImported part, int entries) {
        String effect = entries == 0 ? "none" : "taken";
        registry.counter("bilevel.observations", "type", name(part), "effect", effect)
                .increment();
    }

    void deadLetter(String topic) {
        registry.counter("bilevel.dead.letters", "topic", topic).increment();
    }

    void astray(String topic) {
        registry.counter("bilevel.records.astray", "topic", topic).increment();
    }

    void trouble(Optional<Exception> found) {
        trouble = found.map(Exception::toString).orElse(null);
    }

    /// Why the record in hand cannot be settled for now.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private static String name(Event event) {
        return EventType.of(event).wireName();
    }
}
