package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.Topics;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Refused;
import dev.bilevel.study.Releases;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Arrival;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Optional;

/// What an input record leads to. Pure: nothing is written or changed.
sealed interface Judgement {

    /// It is taken in. No entries: a duplicate, or too late.
    ///
    /// @param releases files that nothing refers to from now on
    record Taken(Event event, List<JournalEntry> entries, List<FilesReleased> releases) implements Judgement {}

    /// It is a part of a journal from elsewhere, and its lines are the study's next entries. No lines: they are there.
    ///
    /// @param orders behind the last part: the work that the study waits for
    record Imported(JournalImported part, List<Arrival.Line> lines, List<Event> orders) implements Judgement {}

    /// It lies in another partition than its study.
    ///
    /// @param partition where it belongs
    record Astray(int partition) implements Judgement {}

    /// It goes to the dead letters, and the reason with it.
    record Unfit(String reason) implements Judgement {}

    /// Never throws on account of the record, whatever it holds: an input cannot stop the channel.
    ///
    /// @param studies of the record's partition
    /// @param partitions how many there are
    static Judgement of(ConsumerRecord<String, byte[]> input, Studies studies, int partitions) {
        try {
            Event event = EventCodec.decode(Headers.of(input), input.value());
            int partition = Partitions.of(event.studyId(), partitions);
            Optional<Judgement> elsewhere = misplaced(input, event)
                    .<Judgement>map(Unfit::new)
                    .or(() -> partition == input.partition() ? Optional.empty() : Optional.of(new Astray(partition)));
            return elsewhere.orElseGet(() -> inPlace(event, studies));
        } catch (UnreadableEvent | Refused e) {
            return new Unfit(e.getMessage());
        } catch (RuntimeException e) {
            return new Unfit("the decision failed: " + e);
        }
    }

    private static Judgement inPlace(Event event, Studies studies) {
        return studies.damage(event.studyId())
                .map(why -> "study " + event.studyId() + " is damaged: " + why)
                .or(() -> halfImported(studies, event))
                .<Judgement>map(Unfit::new)
                .orElseGet(() -> event instanceof JournalImported part
                        ? imported(studies, part)
                        : taken(studies.find(event.studyId()), event));
    }

    private static Judgement imported(Studies studies, JournalImported part) {
        String id = part.studyId();
        return switch (Arrival.take(studies.find(id), studies.arrival(id), part)) {
            case Arrival.Outcome.Appended appended -> new Imported(part, appended.lines(), appended.orders());
            case Arrival.Outcome.Known _ -> new Imported(part, List.of(), List.of());
            case Arrival.Outcome.Unfit unfit -> new Unfit(unfit.reason());
        };
    }

    /// Nothing is decided between the parts of a journal. A cancellation is taken: it is the way out where a part is
    /// missing.
    private static Optional<String> halfImported(Studies studies, Event event) {
        boolean waits = studies.arrival(event.studyId())
                .filter(arrival -> !arrival.isWhole())
                .isPresent();
        return waits && !(event instanceof JournalImported) && !(event instanceof StudyCancelled)
                ? Optional.of("studyId: is '" + event.studyId() + "', whose journal is not wholly imported yet")
                : Optional.empty();
    }

    private static Taken taken(Optional<Study> study, Event event) {
        List<JournalEntry> entries = Decider.decide(study, event);
        return new Taken(event, entries, Releases.after(study, event, entries));
    }

    /// An event on another topic, or under another key than its study, would not meet its study's state.
    private static Optional<String> misplaced(ConsumerRecord<String, byte[]> input, Event event) {
        String topic = Topics.of(event).orElse(Topics.JOURNAL);
        if (!topic.equals(input.topic())) {
            return Optional.of("ce_type: " + event.getClass().getSimpleName() + " has no business on " + input.topic()
                    + ", expected on " + topic);
        }
        if (!event.studyId().equals(input.key())) {
            return Optional.of("key: is '" + input.key() + "', expected the study id '" + event.studyId() + "'");
        }
        return Optional.empty();
    }
}
