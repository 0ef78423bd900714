package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.messaging.JournalPage.Place;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One study's journal out of its partition of the topic `bilevel.journal`, a page at a time, and without any database.
///
/// It ends where the partition's committed records end when the first page is asked for: the last stable offset, so
/// that an open transaction ends it and keeps nobody waiting. An observation and the decisions that follow from it are
/// one transaction, and therefore never torn apart.
@ApplicationScoped
public class JournalPages {
    /// Of values, about: some two hundred entries. Every client that takes its time has a page in memory, as
    /// objects: several times as much.
    private static final long PAGE_BYTES = 1L << 18;
    /// After that time a page ends, however little of it was found: others want the reader, and a client that has gone
    /// away wants nothing more.
    private static final long PAGE_NANOS = Duration.ofSeconds(1).toNanos();

    /// Until a reader is free for what has begun: cut off, it was for nothing.
    private static final Duration DOWNLOAD = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(200);

    private final JournalReaders readers;
    private final Beginnings beginnings;
    private final Duration patience;

    @Inject
    JournalPages(JournalReaders readers, Beginnings beginnings, OptimizerConfig config) {
        this(readers, beginnings, config.journal().patience());
    }

    /// @param patience with a Kafka that does not answer, or does not go on
    JournalPages(JournalReaders readers, Beginnings beginnings, Duration patience) {
        this.readers = readers;
        this.beginnings = beginnings;
        this.patience = patience;
    }

    /// Too many journals are being read at once.
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("no reader of the journal became free");
        }
    }

    /// The first page that holds an entry, however far that is; or the last page, without one, where Kafka knows no
    /// such study.
    ///
    /// @return failing with [Busy], or with [KafkaException] where Kafka does not answer
    public Uni<JournalPage> first(String studyId) {
        return readers.lend(patience, reader -> read(reader, begin(reader, studyId)))
                .chain(this::untilSomeEntry);
    }

    /// What follows on a page that is not the last.
    ///
    /// @return failing with [Busy], or with [KafkaException] where Kafka does not answer
    public Uni<JournalPage> next(JournalPage page) {
        Place place = page.rest().orElseThrow();
        return readers.lend(DOWNLOAD, reader -> read(reader, place));
    }

    private Uni<JournalPage> untilSomeEntry(JournalPage page) {
        return page.entries().isEmpty() && !page.isLast()
                ? next(page).chain(this::untilSomeEntry)
                : Uni.createFrom().item(page);
    }

    private Place begin(KafkaConsumer<?, ?> reader, String studyId) {
        TopicPartition partition = partition(reader, studyId);
        // A consumer complains in the log about the end of a partition that is not its own.
        reader.assign(List.of(partition));
        // Known before the end is asked for: an end before it is that of another log.
        long from = beginnings.of(partition, studyId);
        long end = reader.endOffsets(List.of(partition), patience).get(partition);
        if (from > end) {
            beginnings.forget(partition);
            from = 0;
        }
        return new Place(studyId, partition, from, end, 0);
    }

    /// An entry lies in the partition of the input that it follows from.
    private TopicPartition partition(KafkaConsumer<?, ?> reader, String studyId) {
        int partitions = reader.partitionsFor(Topics.STUDIES, patience).size();
        if (partitions == 0) {
            throw new KafkaException("topic " + Topics.STUDIES + " does not exist");
        }
        return new TopicPartition(Topics.JOURNAL, Partitions.of(studyId, partitions));
    }

    private JournalPage read(KafkaConsumer<String, byte[]> reader, Place place) {
        Found found = new Found(place);
        reader.assign(List.of(place.partition()));
        reader.seek(place.partition(), place.next());
        long begun = System.nanoTime();
        long moved = begun;
        while (!found.isEnough() && (found.next == place.next() || System.nanoTime() - begun < PAGE_NANOS)) {
            ConsumerRecords<String, byte[]> records = reader.poll(POLL);
            long next = reader.position(place.partition(), patience);
            if (next > found.next) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new KafkaException(place.partition() + " cannot be read at offset " + next);
            }
            beginnings.learn(place.partition(), found.next, next, records);
            found.take(records, next);
        }
        return found.page();
    }

    /// What a page has so far.
    private static final class Found {
        private final Place place;
        private final List<JournalRecord> entries = new ArrayList<>();
        private long next;
        private long bytes;
        private boolean over;

        Found(Place place) {
            this.place = place;
            this.next = place.next();
        }

        void take(Iterable<ConsumerRecord<String, byte[]>> records, long behind) {
            for (ConsumerRecord<String, byte[]> written : records) {
                if (place.studyId().equals(written.key()) && written.offset() < place.end() && !over) {
                    JournalRecord.of(written).filter(this::follows).ifPresent(entry -> add(entry, written));
                }
            }
            next = behind;
        }

        /// As it is where the state is rebuilt: an entry that is out of sequence is none.
        private boolean follows(JournalRecord record) {
            return record.entry().sequence() == place.sequence() + entries.size()
                    && (record.entry().sequence() > 0 || record.entry().event() instanceof StudySubmitted);
        }

        private void add(JournalRecord record, ConsumerRecord<?, byte[]> written) {
            entries.add(record);
            bytes += written.value().length;
            over = switch (record.entry().event()) {
                case StudyCompleted _, StudyFailed _, StudyCancelled _ -> true;
                default -> false;
            };
        }

        boolean isEnough() {
            return isAll() || bytes >= PAGE_BYTES;
        }

        /// Nothing is written about a study that is over.
        private boolean isAll() {
            return over || next >= place.end();
        }

        JournalPage page() {
            Place rest =
                    new Place(place.studyId(), place.partition(), next, place.end(), place.sequence() + entries.size());
            return new JournalPage(entries, isAll() ? Optional.empty() : Optional.of(rest));
        }
    }
}
