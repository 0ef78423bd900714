package dev.bilevel.worker;

import dev.bilevel.embedded.EmbeddedKafka;
import dev.bilevel.embedded.Provision;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.ModelFused;
import dev.bilevel.worker.testing.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static dev.bilevel.worker.Samples.fused;
import static dev.bilevel.worker.Samples.work;
import static org.assertj.core.api.Assertions.assertThat;

/// The loop on a real broker. All tests share one group, as workers do: each waits for its own work only.
class ShareLoopTest {
    private static EmbeddedKafka kafka;
    private static Wire wire;

    private final List<ShareLoop> loops = new ArrayList<>();
    private final KeptOutbox outbox = new KeptOutbox();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        kafka = EmbeddedKafka.start(folder);
        Provision.topics(kafka.bootstrapServers(), Provision.PARTITIONS, List.of());
        wire = new Wire(kafka.bootstrapServers());
    }

    @AfterAll
    static void end() throws Exception {
        wire.close();
        kafka.close();
    }

    @AfterEach
    void stop() {
        loops.forEach(ShareLoop::stop);
    }

    @Test
    void workThatOutlastsItsLockIsDeliveredOnce() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        Samples.Deed deed = (event, attempt) -> {
            attempts.add(attempt.number());
            // The broker's shortest lock is 15 s: only renewals carry work over that.
            Thread.sleep(Duration.ofSeconds(20));
            return List.of(answer(event));
        };
        start(deed);
        start(deed);

        wire.send(fused("long"));

        awaitAnswer("long");
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void stoppingReleasesTheRecordInHandAndAnotherWorkerGetsItAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ShareLoop first = start((event, attempt) -> {
            begun.countDown();
            Thread.sleep(Duration.ofMinutes(5));
            return List.of(answer(event));
        });
        wire.send(fused("stopped"));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        long stopping = System.nanoTime();
        first.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(3));
        assertThat(outbox.published).isEmpty();
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        start((event, attempt) -> {
            attempts.add(attempt.number());
            return List.of(answer(event));
        });

        awaitAnswer("stopped");
        assertThat(attempts).containsExactly(2);
    }

    @Test
    void whatCannotBePublishedComesAgainUntilItCan() {
        outbox.refuses = true;
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        start((event, attempt) -> {
            attempts.add(attempt.number());
            outbox.refuses = attempt.number() < 3;
            return List.of(answer(event));
        });

        wire.send(fused("unpublished"));

        awaitAnswer("unpublished");
        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void theLoopSaysThatItLivesAndIsSubscribed() {
        ShareLoop loop = start((event, attempt) -> List.of(answer(event)));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> loop.polled() && loop.subscribed());
        assertThat(loop.alive()).isTrue();
        loop.stop();
        assertThat(loop.alive()).isFalse();
        assertThat(loop.subscribed()).isFalse();
    }

    private ShareLoop start(Samples.Deed deed) {
        WorkerConfig config = Samples.config(Map.of("bilevel.worker.renew-every", "2s"));
        WorkMetrics metrics = new WorkMetrics(new SimpleMeterRegistry());
        Workbench bench = new Workbench(List.of(work(deed)), outbox, new KeptBoard(), metrics, config);
        Map<String, Object> broker = Map.of("bootstrap.servers", kafka.bootstrapServers());
        ShareLoop loop = new ShareLoop(() -> WorkerLifecycle.connect(broker, config), bench, config);
        loops.add(loop);
        loop.start();
        return loop;
    }

    private void awaitAnswer(String fusionId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> outbox.published.stream()
                        .anyMatch(event -> event.subject().equals(fusionId)));
    }

    private static Event answer(ModelFused event) {
        return Samples.failure(event, FailureReason.INVALID, "an answer");
    }
}
