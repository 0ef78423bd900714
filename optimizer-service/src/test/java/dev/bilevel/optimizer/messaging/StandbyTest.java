package dev.bilevel.optimizer.messaging;

import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.study.Study;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What an instance knows of the others' studies, and what is left to read when they become its own; on a real broker.
class StandbyTest {
    private static final OptimizerConfig.Retry RETRY = new OptimizerConfig.Retry() {
        @Override
        public Duration shortest() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(1);
        }
    };

    private final Beginnings beginnings = new Beginnings();
    private final Folds folds = new Folds(beginnings);
    private final AtomicBoolean owned = new AtomicBoolean();
    private final AtomicBoolean known = new AtomicBoolean();
    private final Warmth warmth = new Warmth();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private JournalEnds ends;
    private final Share share = new Share() {
        @Override
        public boolean has(int partition) {
            return owned.get();
        }

        @Override
        public boolean knows(int partition) {
            return known.get();
        }

        @Override
        public void ask() {
            rounds.incrementAndGet();
            asked.compareAndSet(false, warmth.isNews());
        }
    };
    private OnePartition partition;
    private Standby standby;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        partition = new OnePartition(folder);
        admin = Admin.create(partition.kafka().with(Map.of()));
        ends = new JournalEnds(admin);
        standby = new Standby(partition.kafka(), folds, share, ends, warmth, RETRY);
    }

    @AfterEach
    void stop() throws InterruptedException {
        standby.stop(null);
        admin.close();
        partition.close();
    }

    @Test
    void whatTheOthersDecideIsKnown() throws Exception {
        failStudies(0, 20);
        standby.start(null);
        awaitFailed(20);

        failStudies(20, 30);

        awaitFailed(30);
        assertThat(beginnings.of(OnePartition.JOURNAL, "s20")).isEqualTo(40);
    }

    @Test
    void whatIsOwnedIsLeftToItsOwner() throws Exception {
        owned.set(true);
        standby.start(null);
        failStudies(0, 20);
        int before = rounds.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> rounds.get() > before + 2);
        assertThat(fold().next()).isZero();

        owned.set(false);

        awaitFailed(20);
    }

    @Test
    void theNextOwnerReadsOnlyTheRest() throws Exception {
        failStudies(0, 100);
        partition.begin("going-on");
        partition.flush();
        standby.start(null);
        awaitFailed(100);
        owned.set(true);
        // Whoever reads from the beginning finds nothing there.
        admin.deleteRecords(Map.of(OnePartition.JOURNAL, RecordsToDelete.beforeOffset(150)))
                .all()
                .get();
        partition.fail("going-on", 1);
        partition.flush();

        complete();

        assertThat(fold().studies().count()).isEqualTo(Map.of(Study.Status.FAILED, 101));
    }

    @Test
    void itAsksForAShareWhenItKnowsTheJournal() {
        failStudies(0, 200);
        assertThat(warmth.tell()).isFalse();

        standby.start(null);

        await().atMost(Duration.ofSeconds(60)).untilTrue(asked);
        assertThat(fold().next()).isGreaterThanOrEqualTo(400);
        assertThat(warmth.tell()).isTrue();
        assertThat(warmth.isNews()).isFalse();
    }

    @Test
    void anOwnerNeedNotReadWhatItWrote() {
        owned.set(true);
        failStudies(0, 20);
        standby.start(null);

        known.set(true);

        await().atMost(Duration.ofSeconds(60)).until(warmth::isWarm);
        assertThat(fold().next()).isZero();
    }

    @Test
    void itNeedNotAskWhereTheGroupWasToldSo() {
        standby.start(null);
        await().atMost(Duration.ofSeconds(60)).until(warmth::isWarm);

        assertThat(warmth.tell()).isTrue();
        assertThat(warmth.isNews()).isFalse();
    }

    @Test
    void aJournalThatHasLostItsEndIsReadAnew() throws Exception {
        failStudies(0, 20);
        hold(() -> fold().take(0, 1000, List.of()));

        complete();

        assertThat(fold().next()).isEqualTo(end());
        assertThat(fold().studies().count()).isEqualTo(Map.of(Study.Status.FAILED, 20));
    }

    @Test
    void aTopicThatIsMadeAnewIsFollowedFromItsBeginning() throws Exception {
        failStudies(0, 20);
        standby.start(null);
        awaitFailed(20);

        partition.remakeJournal(admin);
        failStudies(0, 5);

        awaitFailed(5);
    }

    private Fold fold() {
        return folds.of(0);
    }

    private void failStudies(int from, int until) {
        for (int i = from; i < until; i++) {
            partition.begin("s" + i);
            partition.fail("s" + i, 1);
        }
        partition.flush();
    }

    private void complete() {
        JournalReplay replay = new JournalReplay(partition.kafka(), ends, new LeftOpen(admin));
        hold(() -> replay.complete(fold()));
    }

    private void hold(Runnable work) {
        fold().hold();
        try {
            work.run();
        } finally {
            fold().letGo();
        }
    }

    private void awaitFailed(int studies) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(fold().studies().count()).containsEntry(Study.Status.FAILED, studies);
            assertThat(fold().next()).isEqualTo(end());
        });
    }

    private long end() {
        return ends.of(OnePartition.JOURNAL);
    }
}
