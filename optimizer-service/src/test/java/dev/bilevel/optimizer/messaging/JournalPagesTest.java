package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.StudyCancelled;
import dev.bilevel.optimizer.config.Kafka;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One study's journal out of a partition that others share, on a real broker.
class JournalPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static OnePartition partition;

    private final Beginnings beginnings = new Beginnings();
    private final JournalReaders readers = new JournalReaders(partition.kafka(), 2);
    private final JournalPages pages = new JournalPages(readers, beginnings, PATIENCE);

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        partition = new OnePartition(folder);
    }

    @AfterAll
    static void stop() {
        partition.close();
    }

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void aLongJournalComesInPagesThatJoin() {
        partition.begin("long");
        partition.begin("between");
        for (int i = 1; i < 600; i++) {
            partition.goOn("long", i, i + 1, 10_000);
            partition.goOn("between", i, i + 1, 10);
        }
        partition.flush();

        List<JournalPage> read = read("long");

        // Of a quarter of a megabyte and what one poll brings more.
        assertThat(read)
                .hasSizeGreaterThan(3)
                .allSatisfy(page -> assertThat(page.entries()).hasSizeLessThan(150));
        assertThat(sequences(read)).isEqualTo(LongStream.range(0, 600).boxed().toList());
        assertThat(read.stream().flatMap(page -> page.entries().stream()))
                .extracting(record -> record.entry().studyId())
                .containsOnly("long");
    }

    @Test
    void aStudyThatIsOverEndsWithItsLastEntry() {
        partition.begin("over");
        partition.fail("over", 1);
        partition.write("over", 2, new StudyCancelled("over", "by a stranger"));
        partition.flush();

        assertThat(sequences(read("over"))).containsExactly(0L, 1L);
    }

    @Test
    void aStudyIsLookedForWhereItBegins() {
        partition.begin("earlier");
        partition.begin("sought");
        partition.flush();
        assertThat(beginnings.of(OnePartition.JOURNAL, "sought")).isZero();
        read("sought");
        long begin = beginnings.of(OnePartition.JOURNAL, "sought");
        assertThat(begin).isEqualTo(beginnings.of(OnePartition.JOURNAL, "earlier") + 1);

        partition.goOn("sought", 1, 3, 10);
        partition.begin("later");
        partition.flush();

        assertThat(beginnings.of(OnePartition.JOURNAL, "later"))
                .as("not seen yet")
                .isGreaterThan(begin);
        assertThat(sequences(read("later"))).containsExactly(0L);
        assertThat(sequences(read("sought"))).containsExactly(0L, 1L, 2L);
        assertThat(beginnings.of(OnePartition.JOURNAL, "sought")).isEqualTo(begin);
    }

    /// Its topic was made anew: what is known of the other is forgotten.
    @Test
    void whatIsKnownOfALongerPartitionIsOfNoUse() {
        partition.begin("anew");
        partition.flush();
        beginnings.learn(OnePartition.JOURNAL, 0, 1_000_000_000, List.of());

        assertThat(sequences(read("anew"))).containsExactly(0L);
    }

    @Test
    void aStudyThatKafkaDoesNotKnowHasOnePageWithoutEntries() {
        List<JournalPage> read = read("nobody");

        assertThat(read).hasSize(1);
        assertThat(read.getFirst().entries()).isEmpty();
    }

    @Test
    void whoFindsNoReaderFreeIsToldSo() {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        JournalReaders one = new JournalReaders(partition.kafka(), 1);
        Uni<Boolean> held = one.lend(PATIENCE, _ -> {
                    taken.countDown();
                    return await(enough);
                })
                .memoize()
                .indefinitely();
        held.subscribe().with(_ -> {});
        JournalPages asked = new JournalPages(one, beginnings, Duration.ofMillis(500));

        await(taken);
        assertThatThrownBy(() -> asked.first("nobody").await().atMost(PATIENCE)).isInstanceOf(JournalPages.Busy.class);
        enough.countDown();
        assertThat(held.await().atMost(PATIENCE)).isTrue();
        assertThat(new JournalPages(one, beginnings, PATIENCE)
                        .first("nobody")
                        .await()
                        .atMost(PATIENCE)
                        .isLast())
                .isTrue();
        one.close();
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNotWaitedForLong() {
        Kafka nowhere = new Kafka(Map.of("bootstrap.servers", "127.0.0.1:1"));
        JournalReaders lost = new JournalReaders(nowhere, 1);

        assertThatThrownBy(() -> new JournalPages(lost, beginnings, Duration.ofMillis(500))
                        .first("anybody")
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(KafkaException.class);
        lost.close();
    }

    private List<JournalPage> read(String study) {
        List<JournalPage> read = new ArrayList<>();
        JournalPage page = pages.first(study).await().atMost(PATIENCE);
        read.add(page);
        while (!page.isLast()) {
            page = pages.next(page).await().atMost(PATIENCE);
            read.add(page);
        }
        return read;
    }

    private static List<Long> sequences(List<JournalPage> pages) {
        return pages.stream()
                .flatMap(page -> page.entries().stream())
                .map(record -> record.entry().sequence())
                .toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
