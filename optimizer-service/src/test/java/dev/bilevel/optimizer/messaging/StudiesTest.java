package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class StudiesTest {
    private final Studies studies = new Studies();

    @Test
    void entriesInSequenceAddUpToAStudy() {
        replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        replay(new JournalEntry("s", 1, Role.OBSERVATION, new StudyCancelled("s", "")));

        assertThat(studies.find("s"))
                .hasValueSatisfying(study -> assertThat(study.isOver()).isTrue());
        assertThat(studies.count()).isEqualTo(Map.of(Study.Status.CANCELLED, 1));
    }

    @Test
    void anEntryOutOfSequenceIsPassedOver() {
        replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        replay(new JournalEntry("s", 5, Role.OBSERVATION, new StudyCancelled("s", "")));
        replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));

        assertThat(studies.find("s")).hasValueSatisfying(study -> {
            assertThat(study.isOver()).isFalse();
            assertThat(study.nextSequence()).isEqualTo(1);
        });
        assertThat(studies.damage("s")).isEmpty();
    }

    @Test
    void anEntryThatCannotFollowTakesOnlyItsStudyOutOfService() {
        replay(new JournalEntry("s", 0, Role.OBSERVATION, submitted("s")));
        replay(new JournalEntry("s", 1, Role.DECISION, new TrialCompleted("s", "s.t7", 7, 0.5)));
        replay(new JournalEntry("t", 0, Role.OBSERVATION, submitted("t")));

        assertThat(studies.damage("s"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("journal entry 1: "));
        assertThat(studies.damage("t")).isEmpty();
        assertThat(Judgement.of(Records.of(new StudyCancelled("s", "")), studies, 1))
                .isInstanceOfSatisfying(
                        Judgement.Unfit.class,
                        unfit -> assertThat(unfit.reason()).startsWith("study s is damaged: journal entry 1"));
        assertThat(Judgement.of(Records.of(new StudyCancelled("t", "")), studies, 1))
                .isInstanceOf(Judgement.Taken.class);
    }

    @Test
    void aHalfImportedStudyGoesOnWithTheNextPartAfterARestart() {
        List<JournalImported> parts = parts("s");
        assertThat(Judgement.of(Records.of(parts.get(1)), studies, 1)).isInstanceOf(Judgement.Unfit.class);
        imported(parts.get(0))
                .lines()
                .forEach(line -> studies.replay(line.entry(), ImportMark.of(new ImportMark(line.hash(), 2).headers())));

        assertThat(studies.arrival("s"))
                .hasValueSatisfying(arrival -> assertThat(arrival.isWhole()).isFalse());
        assertThat(imported(parts.get(0)).lines()).as("known").isEmpty();
        assertThat(Judgement.of(Records.of(submitted("s")), studies, 1))
                .isEqualTo(new Judgement.Unfit("studyId: is 's', whose journal is not wholly imported yet"));
        assertThat(imported(parts.get(1)).lines()).hasSize(1);
    }

    @Test
    void aHalfImportedStudyCanBeCancelled() {
        imported(parts("s").get(0))
                .lines()
                .forEach(line -> studies.evolve(line.entry(), new ImportMark(line.hash(), 2)));

        assertThat(Judgement.of(Records.of(new StudyCancelled("s", "")), studies, 1))
                .isInstanceOfSatisfying(Judgement.Taken.class, taken -> {
                    assertThat(taken.entries()).hasSize(1);
                    taken.entries().forEach(studies::evolve);
                });
        assertThat(studies.arrival("s")).isEmpty();
        assertThat(Judgement.of(Records.of(parts("s").get(1)), studies, 1)).isInstanceOf(Judgement.Unfit.class);
    }

    private Judgement.Imported imported(JournalImported part) {
        return (Judgement.Imported) Judgement.of(Records.of(part), studies, 1);
    }

    /// A submission and a cancellation, in a part each.
    private static List<JournalImported> parts(String id) {
        Instant time = Instant.parse("2026-11-23T12:00:00Z");
        JournalHash hash = new JournalHash();
        String first = hash.seal(JournalLine.write(new JournalEntry(id, 0, Role.OBSERVATION, submitted(id)), time));
        String between = hash.last();
        String second = hash.seal(
                JournalLine.write(new JournalEntry(id, 1, Role.OBSERVATION, new StudyCancelled(id, "")), time));
        return List.of(
                new JournalImported(id, 0, 2, JournalHash.START, List.of(first)),
                new JournalImported(id, 1, 2, between, List.of(second)));
    }

    private void replay(JournalEntry entry) {
        studies.replay(entry, Optional.empty());
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
