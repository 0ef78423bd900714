package dev.bilevel.optimizer.messaging;

import dev.bilevel.optimizer.config.Backoff;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.messaging.Transactions.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The imperative shell's loop: one record after the other is decided, and those that waited together are written in
/// one transaction; then the next.
///
/// A record is tried again until its transaction commits, or until the partition is another instance's. It can
/// delay those behind it only as long as Kafka itself is in trouble: everything that is wrong with the record is a
/// dead letter.
@ApplicationScoped
public class Observations {
    private static final Logger LOG = Logger.getLogger(Observations.class);

    private final Ownership ownership;
    private final Effects effects;
    private final Transactions transactions;
    private final Figures figures;
    private final Vitality vitality;
    private final OptimizerConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Observations(
            Ownership ownership,
            Effects effects,
            Transactions transactions,
            Figures figures,
            Vitality vitality,
            OptimizerConfig config) {
        this.ownership = ownership;
        this.effects = effects;
        this.transactions = transactions;
        this.figures = figures;
        this.vitality = vitality;
        this.config = config;
    }

    /// Returns once every record is settled, here or by another instance.
    ///
    /// What escapes from here is a defect or the end of the JVM's memory. The channel would go on to the next
    /// records and commit their offsets, so nothing more is taken: liveness goes down, and a restart begins at the
    /// first record that is not settled.
    @Incoming("observations")
    @Blocking
    public void take(ConsumerRecords<String, byte[]> inputs) throws InterruptedException {
        Deque<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
        inputs.forEach(waiting::add);
        try {
            if (!vitality.isStopped()) {
                settle(waiting);
            }
        } catch (RuntimeException | Error e) {
            vitality.stop(waiting.peek(), e);
            throw e;
        }
    }

    /// The records of a turn that failed are tried one by one: what is wrong with one is not the others' fault.
    private void settle(Deque<ConsumerRecord<String, byte[]>> waiting) throws InterruptedException {
        Backoff backoff = new Backoff(config.retry());
        int oneByOne = 0;
        while (!waiting.isEmpty()) {
            ConsumerRecord<String, byte[]> first = waiting.peek();
            Turn turn = oneByOne > 0 ? Turn.ofOne() : Turn.ofMany();
            Optional<Exception> trouble = attempt(waiting, turn);
            figures.trouble(trouble);
            if (trouble.isEmpty()) {
                oneByOne = Math.max(0, oneByOne - 1);
                backoff.reset();
                continue;
            }
            oneByOne = Math.max(oneByOne, turn.inputs());
            Duration wait = backoff.next();
            LOG.warnf(
                    "%s-%d@%d is tried again in %s: %s",
                    first.topic(), first.partition(), first.offset(), wait, trouble.get());
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /// Settles as many of the records as fit into the turn, and takes them off.
    private Optional<Exception> attempt(Deque<ConsumerRecord<String, byte[]>> waiting, Turn turn) {
        try (turn) {
            int seen = decide(waiting, turn);
            Optional<Exception> trouble = turn.inputs() > 0 ? write(turn) : Optional.empty();
            if (trouble.isEmpty()) {
                for (int i = 0; i < seen; i++) {
                    waiting.remove();
                }
            }
            return trouble;
        } catch (KafkaException e) {
            return Optional.of(e);
        }
    }

    /// @return how many of the records need not be looked at again once the turn is written
    private int decide(Deque<ConsumerRecord<String, byte[]>> waiting, Turn turn) {
        int seen = 0;
        for (ConsumerRecord<String, byte[]> input : waiting) {
            Optional<OwnedPartition> owned = ownership.of(input.partition());
            if (owned.isPresent() && !owned.get().hasSettled(input)) {
                if (!turn.admits(owned.get())) {
                    return seen;
                }
                turn.enter(owned.get());
                turn.add(owned.get(), effects.of(owned.get(), input));
            }
            seen++;
        }
        return seen;
    }

    private Optional<Exception> write(Turn turn) {
        return switch (transactions.commit(turn)) {
            case Outcome.Committed committed -> {
                turn.settle(committed.journal());
                yield Optional.empty();
            }
            case Outcome.Impossible impossible when turn.inputs() == 1 -> bury(turn, impossible.reason());
            case Outcome.Impossible impossible -> Optional.of(new KafkaException(impossible.reason()));
            case Outcome.Aborted aborted -> Optional.of(aborted.cause());
        };
    }

    /// Instead of a record's consequences, which cannot be written.
    private Optional<Exception> bury(Turn turn, String reason) {
        turn.undo();
        try (Turn buried = turn.replaced(input -> effects.bury(input, reason))) {
            return write(buried);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }
}
