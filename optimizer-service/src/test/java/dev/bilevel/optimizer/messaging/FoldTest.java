package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.Topics;
import dev.bilevel.study.Study;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class FoldTest {
    private final Fold fold = new Fold(0, new Beginnings());

    @Test
    void whatWasReadIsFoldedOnce() {
        fold.take(0, 2, List.of(begun("a", 0), begun("b", 1)));
        fold.take(1, 4, List.of(begun("b", 1), begun("c", 2)));
        fold.take(0, 1, List.of(begun("a", 0)));

        assertThat(fold.next()).isEqualTo(4);
        assertThat(fold.studies().count()).isEqualTo(Map.of(Study.Status.RUNNING, 3));
    }

    @Test
    void whatDoesNotJoinOnIsNotTaken() {
        fold.take(0, 1, List.of(begun("a", 0)));

        fold.take(2, 3, List.of(begun("c", 2)));

        assertThat(fold.next()).isEqualTo(1);
        assertThat(fold.studies().size()).isEqualTo(1);
    }

    @Test
    void aTurnThatFailsLeavesWhatWasThereBefore() {
        fold.take(0, 1, List.of(begun("a", 0)));
        Study before = fold.studies().find("a").orElseThrow();

        fold.studies().evolve(cancelled("a"));
        fold.studies().evolve(begun("b"));
        fold.undo();

        assertThat(fold.studies().find("a")).containsSame(before);
        assertThat(fold.studies().find("b")).isEmpty();
        assertThat(fold.next()).isEqualTo(1);
    }

    @Test
    void aTurnThatIsWrittenIsNotReadAgain() {
        fold.take(0, 1, List.of(begun("a", 0)));

        fold.studies().evolve(cancelled("a"));
        fold.settle(OptionalLong.of(8));
        fold.undo();
        fold.take(1, 9, List.of(record(cancelled("a"), 7)));

        assertThat(fold.studies().count()).isEqualTo(Map.of(Study.Status.CANCELLED, 1));
        assertThat(fold.next()).isEqualTo(9);
    }

    @Test
    void aTurnThatWroteNoEntryChangesNothing() {
        fold.take(0, 5, List.of(begun("a", 0)));

        fold.settle(OptionalLong.empty());

        assertThat(fold.next()).isEqualTo(5);
    }

    @Test
    void aTurnOfWhichItIsUnknownWhetherItWasWrittenIsReadFromTheJournal() {
        fold.take(0, 1, List.of(begun("a", 0)));

        fold.studies().evolve(cancelled("a"));
        fold.undo();
        fold.take(1, 3, List.of(record(cancelled("a"), 1)));

        assertThat(fold.studies().count()).isEqualTo(Map.of(Study.Status.CANCELLED, 1));
    }

    private static JournalEntry cancelled(String study) {
        return entry(new StudyCancelled(study, ""), 1);
    }

    private static JournalEntry begun(String study) {
        return entry(OnePartition.submitted(study), 0);
    }

    private static ConsumerRecord<String, byte[]> begun(String study, long offset) {
        return record(begun(study), offset);
    }

    private static JournalEntry entry(Event event, long sequence) {
        return new JournalEntry(event.studyId(), sequence, Role.OBSERVATION, event);
    }

    private static ConsumerRecord<String, byte[]> record(JournalEntry entry, long offset) {
        var written = EventCodec.encode(entry, "/test");
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(Topics.JOURNAL, 0, offset, written.key(), EventCodec.utf8(written.value()));
        written.headers().forEach((name, value) -> record.headers().add(name, EventCodec.utf8(value)));
        return record;
    }
}
