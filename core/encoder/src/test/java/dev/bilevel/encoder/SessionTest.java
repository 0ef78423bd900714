package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionTest {
    private static Session session(int threads) {
        return Session.open(new ComputeSettings("cpu", Precision.FP32, threads, 32));
    }

    @Test
    void jobsAreDoneSideBySideEachOnce() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        try (Session torch = session(2)) {
            torch.spread(100, job -> {
                both.countDown();
                awaitSecond(both);
                assertThat(done.add(job)).isTrue();
            });
        }

        assertThat(done).hasSize(100);
    }

    private static void awaitSecond(CountDownLatch both) {
        try {
            assertThat(both.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAJobThrowsIsThrownAndTheRestIsLeftOut() {
        AtomicInteger begun = new AtomicInteger();
        try (Session torch = session(2)) {
            assertThatThrownBy(() -> torch.spread(1_000_000, job -> {
                        begun.incrementAndGet();
                        if (job == 3) {
                            throw new IllegalStateException("the third is bad");
                        }
                    }))
                    .hasMessage("the third is bad");
        }

        assertThat(begun.get()).isLessThan(1_000_000);
    }

    @Test
    void aThreadThatIsInterruptedMeanwhileFindsTheWorkDoneAndItselfInterrupted() {
        AtomicInteger done = new AtomicInteger();
        try (Session torch = session(2)) {
            Thread.currentThread().interrupt();
            torch.spread(10, _ -> done.incrementAndGet());

            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(done.get()).isEqualTo(10);
    }

    @Test
    void noJobsAreSoonDone() {
        try (Session torch = session(2)) {
            torch.spread(0, _ -> {
                throw new AssertionError();
            });
        }
    }
}
