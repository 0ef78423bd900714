package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.Topics;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Refused;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Optional;

/// What an input record leads to. Pure: nothing is written or changed.
sealed interface Judgement {

    /// It is taken in. No entries: a duplicate, or too late.
    record Taken(Event event, List<JournalEntry> entries) implements Judgement {}

    /// It goes to the dead letters, and the reason with it.
    record Unfit(String reason) implements Judgement {}

    /// Never throws on account of the record, whatever it holds: an input cannot stop the channel.
    static Judgement of(ConsumerRecord<String, byte[]> input, Studies studies) {
        try {
            Event event = EventCodec.decode(Headers.of(input), input.value());
            return misplaced(input, event)
                    .or(() -> studies.damage(event.studyId())
                            .map(why -> "study " + event.studyId() + " is damaged: " + why))
                    .<Judgement>map(Unfit::new)
                    .orElseGet(() -> new Taken(event, Decider.decide(studies.find(event.studyId()), event)));
        } catch (UnreadableEvent | Refused e) {
            return new Unfit(e.getMessage());
        } catch (RuntimeException e) {
            return new Unfit("the decision failed: " + e);
        }
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
