package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Backoff;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.CancelFlags;
import dev.bilevel.optimizer.messaging.Transactions.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The imperative shell's loop: one record, one decision, one transaction; then the next.
///
/// A record is tried again until its transaction commits, or until the partition is another instance's. It can
/// delay those behind it only as long as Kafka itself is in trouble: everything that is wrong with the record is a
/// dead letter.
@ApplicationScoped
public class Observations {
    private static final Logger LOG = Logger.getLogger(Observations.class);

    private final Ownership ownership;
    private final Transactions transactions;
    private final WorkTopics topics;
    private final Figures figures;
    private final Vitality vitality;
    private final CancelFlags flags;
    private final OptimizerConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Observations(
            Ownership ownership,
            Transactions transactions,
            WorkTopics topics,
            Figures figures,
            Vitality vitality,
            CancelFlags flags,
            OptimizerConfig config) {
        this.ownership = ownership;
        this.transactions = transactions;
        this.topics = topics;
        this.figures = figures;
        this.vitality = vitality;
        this.flags = flags;
        this.config = config;
    }

    /// Returns once the record is settled, here or by another instance.
    ///
    /// What escapes from here is a defect or the end of the JVM's memory. The channel would go on to the next
    /// record and commit its offset, so nothing more is taken: liveness goes down, and a restart begins at this
    /// record.
    @Incoming("observations")
    @Blocking
    public void take(ConsumerRecord<String, byte[]> input) throws InterruptedException {
        if (vitality.isStopped()) {
            return;
        }
        try {
            settle(input);
        } catch (RuntimeException | Error e) {
            vitality.stop(input, e);
            throw e;
        }
    }

    private void settle(ConsumerRecord<String, byte[]> input) throws InterruptedException {
        Backoff backoff = new Backoff(config.retry());
        while (true) {
            Optional<OwnedPartition> owned = ownership.of(input.partition());
            if (owned.isEmpty() || owned.get().hasSettled(input)) {
                return;
            }
            Optional<Exception> trouble = attempt(owned.get(), input);
            figures.trouble(trouble);
            if (trouble.isEmpty()) {
                return;
            }
            Duration wait = backoff.next();
            LOG.warnf(
                    "%s-%d@%d is tried again in %s: %s",
                    input.topic(), input.partition(), input.offset(), wait, trouble.get());
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private Optional<Exception> attempt(OwnedPartition owned, ConsumerRecord<String, byte[]> input) {
        try {
            Studies studies = owned.studies();
            return switch (figures.timed(() -> Judgement.of(input, studies))) {
                case Judgement.Taken taken -> take(owned, input, taken);
                case Judgement.Imported imported -> bring(owned, input, imported);
                case Judgement.Unfit unfit -> bury(owned, input, unfit.reason());
            };
        } catch (KafkaException e) {
            return Optional.of(e);
        }
    }

    private Optional<Exception> take(
            OwnedPartition owned, ConsumerRecord<String, byte[]> input, Judgement.Taken taken) {
        List<JournalEntry> entries = taken.entries();
        Optional<String> missing = missing(entries.stream().flatMap(entry -> Publication.workTopic(entry).stream()));
        if (missing.isPresent()) {
            return bury(owned, input, missing.get());
        }
        return switch (transactions.commit(
                input, owned.group(), Publication.of(entries, releasable(taken), input.partition()))) {
            case Outcome.Committed _ -> {
                owned.settle(input, entries);
                tell(taken);
                yield Optional.empty();
            }
            case Outcome.Impossible impossible -> bury(owned, input, impossible.reason());
            case Outcome.Aborted aborted -> retry(owned, aborted);
        };
    }

    /// Writes what was decided elsewhere, as it stands.
    private Optional<Exception> bring(
            OwnedPartition owned, ConsumerRecord<String, byte[]> input, Judgement.Imported imported) {
        Optional<String> missing = missing(imported.orders().stream().flatMap(order -> Topics.of(order).stream()));
        if (missing.isPresent()) {
            return bury(owned, input, missing.get());
        }
        return switch (transactions.commit(input, owned.group(), Publication.of(imported, input.partition()))) {
            case Outcome.Committed _ -> {
                owned.settle(input, imported);
                tell(imported);
                yield Optional.empty();
            }
            case Outcome.Impossible impossible -> bury(owned, input, impossible.reason());
            case Outcome.Aborted aborted -> retry(owned, aborted);
        };
    }

    /// The first of these topics that does not exist, in words.
    private Optional<String> missing(Stream<String> wanted) {
        return wanted.filter(topic -> !topics.exists(topic))
                .findFirst()
                .map(topic ->
                        "topic: " + topic + " does not exist, expected one of " + topics.trainers() + " as trainer");
    }

    /// A cluster that was set up before there was a topic for them loses disk space, not studies.
    private List<FilesReleased> releasable(Judgement.Taken taken) {
        if (taken.releases().isEmpty() || topics.exists(Topics.RELEASES)) {
            return taken.releases();
        }
        LOG.warnf("topic %s does not exist: %s stay in the store", Topics.RELEASES, taken.releases());
        return List.of();
    }

    private Optional<Exception> bury(OwnedPartition owned, ConsumerRecord<String, byte[]> input, String reason) {
        return switch (transactions.commit(input, owned.group(), List.of(DeadLetter.of(input, reason)))) {
            case Outcome.Committed _ -> {
                owned.settle(input, List.of());
                figures.deadLetter(input.topic());
                LOG.warnf("%s-%d@%d is a dead letter: %s", input.topic(), input.partition(), input.offset(), reason);
                yield Optional.empty();
            }
            case Outcome.Impossible impossible -> Optional.of(new KafkaException(impossible.reason()));
            case Outcome.Aborted aborted -> retry(owned, aborted);
        };
    }

    private static Optional<Exception> retry(OwnedPartition owned, Outcome.Aborted aborted) {
        owned.forget();
        return Optional.of(aborted.cause());
    }

    private void tell(Judgement.Taken taken) {
        figures.taken(taken.event(), taken.entries());
        try (LogContext _ = LogContext.of(taken.event())) {
            if (taken.entries().isEmpty()) {
                LOG.debugf("%s changes nothing", taken.event().getClass().getSimpleName());
            }
            taken.entries()
                    .forEach(entry -> LOG.infof(
                            "%d %s %s %s",
                            entry.sequence(),
                            entry.role().name().toLowerCase(java.util.Locale.ROOT),
                            entry.event().getClass().getSimpleName(),
                            entry.event().subject()));
        }
        if (!taken.entries().isEmpty() && taken.event() instanceof StudyCancelled cancelled) {
            flags.raise(cancelled);
        }
    }

    private void tell(Judgement.Imported imported) {
        JournalImported part = imported.part();
        figures.imported(part, imported.lines().size());
        try (LogContext _ = LogContext.of(part)) {
            LOG.infof(
                    "entries %d to %d of %d are imported%s",
                    part.from(),
                    part.until() - 1,
                    part.total(),
                    imported.orders().isEmpty() ? "" : ", " + imported.orders().size() + " orders go out again");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }
}
