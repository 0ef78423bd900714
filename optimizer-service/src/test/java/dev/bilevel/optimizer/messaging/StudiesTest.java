package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StudiesTest {
    private final Studies studies = new Studies();

    @Test
    void entriesInSequenceAddUpToAStudy() {
        studies.replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        studies.replay(new JournalEntry("s", 1, Role.OBSERVATION, new StudyCancelled("s", "")));

        assertThat(studies.find("s"))
                .hasValueSatisfying(study -> assertThat(study.isOver()).isTrue());
        assertThat(studies.count()).isEqualTo(Map.of(Study.Status.CANCELLED, 1));
    }

    @Test
    void anEntryOutOfSequenceIsPassedOver() {
        studies.replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        studies.replay(new JournalEntry("s", 5, Role.OBSERVATION, new StudyCancelled("s", "")));
        studies.replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));

        assertThat(studies.find("s")).hasValueSatisfying(study -> {
            assertThat(study.isOver()).isFalse();
            assertThat(study.nextSequence()).isEqualTo(1);
        });
        assertThat(studies.damage("s")).isEmpty();
    }

    @Test
    void anEntryThatCannotFollowTakesOnlyItsStudyOutOfService() {
        studies.replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        studies.replay(new JournalEntry("s", 1, Role.DECISION, new TrialCompleted("s", "s.t7", 7, 0.5)));
        studies.replay(new JournalEntry("t", 0, Role.OBSERVATION, submitted("t")));

        assertThat(studies.damage("s"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("journal entry 1: "));
        assertThat(studies.damage("t")).isEmpty();
        assertThat(Judgement.of(Records.of(new StudyCancelled("s", "")), studies))
                .isInstanceOfSatisfying(
                        Judgement.Unfit.class,
                        unfit -> assertThat(unfit.reason()).startsWith("study s is damaged: journal entry 1"));
        assertThat(Judgement.of(Records.of(new StudyCancelled("t", "")), studies))
                .isInstanceOf(Judgement.Taken.class);
    }

    private static Event submitted(String id) {
        String spec = """
                name: small
                task: SST-2
                data: /data
                model: {path: /models/micro}
                outer: {space: {learningRate: {log: [1e-5, 1e-2]}}}
                """;
        return new StudySubmitted(id, StudySpec.fromYaml(spec, Path.of("/")).toJson());
    }

    /// Input records as the channel delivers them.
    static final class Records {
        private Records() {}

        static ConsumerRecord<String, byte[]> of(Event event) {
            var written = EventCodec.encode(event, "/test");
            ConsumerRecord<String, byte[]> input =
                    new ConsumerRecord<>(written.topic(), 0, 7, written.key(), EventCodec.utf8(written.value()));
            written.headers().forEach((name, value) -> input.headers().add(name, EventCodec.utf8(value)));
            return input;
        }
    }
}
