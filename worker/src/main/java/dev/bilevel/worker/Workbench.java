package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventType;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.UnreadableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Turns one record into published results: decodes it, finds its work, runs it, publishes what comes back.
///
/// Knows nothing of consumers and locks; a [Verdict] tells the loop what becomes of the record.
final class Workbench {
    private static final Logger LOG = Logger.getLogger(Workbench.class);
    /// Events refuse longer messages; the log has all of it.
    private static final int LONGEST_MESSAGE = 2_000;

    private final Map<Class<? extends Event>, Work<?>> works;
    private final Outbox outbox;
    private final NoticeBoard board;
    private final WorkMetrics metrics;
    private final WorkerConfig config;
    private volatile RunningAttempt current;
    private volatile boolean stopping;

    Workbench(
            List<? extends Work<?>> works, Outbox outbox, NoticeBoard board, WorkMetrics metrics, WorkerConfig config) {
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(Work::event, work -> work));
        this.outbox = outbox;
        this.board = board;
        this.metrics = metrics;
        this.config = config;
    }

    /// What becomes of a record.
    enum Verdict {
        /// Answered, or put aside: never again.
        ACCEPT,
        /// Not answered: somebody else's turn.
        RELEASE
    }

    /// Handles one record to its end. Never throws.
    Verdict handle(ConsumerRecord<byte[], byte[]> record) {
        try {
            Event event = EventCodec.decode(headers(record), record.value());
            Work<?> work = works.get(event.getClass());
            return work == null ? putAside(record, foreign(event)) : answer(work, event, record);
        } catch (UnreadableEvent e) {
            return putAside(record, e.getMessage());
        } catch (RuntimeException e) {
            // A defect of this code. Released, the record would come back, and hold up those behind it.
            LOG.error("a record that breaks the workbench", e);
            return putAside(record, "it broke the worker: " + e);
        }
    }

    /// The attempt that runs now, null if none does.
    RunningAttempt current() {
        return current;
    }

    /// From now on attempts are told to give up, and nothing is published for them.
    void stop() {
        stopping = true;
    }

    private <E extends Event> Verdict answer(Work<E> work, Event event, ConsumerRecord<byte[], byte[]> record) {
        int deliveries = deliveries(record);
        long begun = System.nanoTime();
        RunningAttempt attempt = new RunningAttempt(event, deliveries, outbox, board, config, () -> stopping);
        Subjects.remember(event);
        current = attempt;
        try {
            Answer answer = deliveries > config.attempts()
                    ? exhausted(work, event, deliveries)
                    : perform(work, work.event().cast(event), attempt);
            if (stopping && !answer.done()) {
                LOG.info("released: this process stops");
                return Verdict.RELEASE;
            }
            answer.events().forEach(outbox::publish);
            metrics.finished(event, answer.outcome(), since(begun));
            return answer.unsaid() ? putAside(record, answer.message()) : Verdict.ACCEPT;
        } catch (PublishFailed e) {
            LOG.error("released: the result could not be published", e);
            metrics.finished(event, "released", since(begun));
            return Verdict.RELEASE;
        } finally {
            current = null;
            Subjects.forget();
        }
    }

    private <E extends Event> Answer perform(Work<E> work, E event, RunningAttempt attempt) {
        if (attempt.number() > 1) {
            metrics.redelivered();
            LOG.infof("attempt %d of %d", attempt.number(), config.attempts());
        }
        try {
            return new Answer("done", work.perform(event, attempt), "");
        } catch (PublishFailed e) {
            throw e;
        } catch (WorkFailed e) {
            if (!stopping) {
                LOG.infof("no result (%s): %s", e.reason(), e.getMessage());
            }
            return failure(work, event, e.reason(), e.getMessage());
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
            if (!stopping) {
                LOG.error("failed unexpectedly", e);
            }
            return failure(work, event, FailureReason.CRASHED, e.toString());
        }
    }

    private <E extends Event> Answer exhausted(Work<E> work, Event event, int deliveries) {
        String message = "given up at delivery " + deliveries + ": " + config.attempts()
                + " attempts ended without an answer, as if this work ends the process that does it";
        LOG.error(message);
        return failure(work, work.event().cast(event), FailureReason.CRASHED, message);
    }

    private static <E extends Event> Answer failure(Work<E> work, E event, FailureReason reason, String message) {
        String line = oneLine(message);
        return new Answer(
                reason.name(), work.failed(event, reason, line).stream().toList(), line);
    }

    private Verdict putAside(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf("%s-%d@%d becomes a dead letter: %s", record.topic(), record.partition(), record.offset(), reason);
        try {
            outbox.deadLetter(record, oneLine(reason));
            metrics.deadLetter();
            return Verdict.ACCEPT;
        } catch (PublishFailed e) {
            LOG.error("the record is released: it could not be put aside", e);
            return Verdict.RELEASE;
        }
    }

    private String foreign(Event event) {
        String expected = works.keySet().stream()
                .map(known -> EventType.of(known).wireName())
                .sorted()
                .collect(Collectors.joining("' or '", "'", "'"));
        return "ce_type: is '" + EventType.of(event).wireName() + "', expected " + expected + " on this topic";
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return new TreeMap<>(headers);
    }

    private static int deliveries(ConsumerRecord<byte[], byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String oneLine(String message) {
        String line = message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    private record Answer(String outcome, List<Event> events, String message) {
        boolean done() {
            return outcome.equals("done");
        }

        /// A failure that no event tells.
        boolean unsaid() {
            return !done() && events.isEmpty();
        }
    }
}
