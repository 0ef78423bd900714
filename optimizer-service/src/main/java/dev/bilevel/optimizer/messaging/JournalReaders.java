package dev.bilevel.optimizer.messaging;

import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.optimizer.config.OptimizerConfig;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;

import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A few consumers, lent for a page each. Whoever waits for a slow client waits without one, and there is nothing to
/// close when a client goes away.
@ApplicationScoped
class JournalReaders {
    /// A reader that has come to the end of a partition has asked for more already, and its next question waits behind
    /// that one: by default half a second.
    private static final int AT_THE_END_MS = 10;

    /// A page or two: what is fetched beyond a page may be fetched again, by another reader.
    private static final int FETCH_BYTES = 1 << 19;
    /// A page ends between two polls.
    private static final int POLL_RECORDS = 100;

    private final Kafka kafka;
    private final Semaphore free;
    private final Deque<KafkaConsumer<String, byte[]>> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger made = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Inject
    JournalReaders(Kafka kafka, OptimizerConfig config) {
        this(kafka, config.journal().readers());
    }

    /// @param readers at most
    JournalReaders(Kafka kafka, int readers) {
        this.kafka = kafka;
        this.free = new Semaphore(readers, true);
    }

    /// What some work makes of a reader, on a thread of its own; whoever comes first is served first.
    ///
    /// @return failing with [JournalPages.Busy] where no reader becomes free within the patience
    <T> Uni<T> lend(Duration patience, Function<KafkaConsumer<String, byte[]>, T> work) {
        return Uni.createFrom().item(() -> borrowed(patience, work)).runSubscriptionOn(threads);
    }

    private <T> T borrowed(Duration patience, Function<KafkaConsumer<String, byte[]>, T> work) {
        await(patience);
        try {
            KafkaConsumer<String, byte[]> found = idle.pollFirst();
            KafkaConsumer<String, byte[]> reader = found == null ? reader() : found;
            try {
                T answer = work.apply(reader);
                idle.addFirst(reader);
                return answer;
            } catch (RuntimeException | Error e) {
                close(reader);
                throw e;
            }
        } finally {
            free.release();
        }
    }

    private void await(Duration patience) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new JournalPages.Busy();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private KafkaConsumer<String, byte[]> reader() {
        return kafka.reader(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "bilevel-journal-" + made.incrementAndGet(),
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                AT_THE_END_MS,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                POLL_RECORDS));
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
        idle.forEach(JournalReaders::close);
    }

    private static void close(KafkaConsumer<?, ?> reader) {
        reader.close(CloseOptions.timeout(Duration.ZERO));
    }
}
