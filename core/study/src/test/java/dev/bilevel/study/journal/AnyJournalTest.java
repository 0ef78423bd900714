package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.Split;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Specs;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Whoever recomputes the hashes can hand in anything: it is verified, found to differ, or refused by its line, and
/// nothing else.
class AnyJournalTest {
    private final List<JournalEntry> journal = Journals.small();

    @Test
    void anyEventInAnyPlaceIsFoundOrRefused() {
        List<JournalEntry> other =
                Journals.simulated(Specs.SMALL.replace("examples: 64", "examples: 64, parallelism: 2"), 3);
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<JournalEntry> source = random.nextBoolean() ? journal : other;
            JournalEntry stranger = source.get(1 + random.nextInt(source.size() - 1));
            int place = 1 + random.nextInt(journal.size() - 1);
            List<JournalEntry> forged = Journals.forged(journal, place, _ -> stranger.event());
            if (random.nextBoolean()) {
                forged.set(place, new JournalEntry("s", place, stranger.role(), stranger.event()));
            }
            String what = "seed " + seed + ": " + stranger + " at " + place;

            expectAnswer(what, () -> Journals.verify(forged));
            expectAnswer(what, () -> Journals.story(forged));
            expectAnswer(what, () -> Journals.telling(forged));
        }
    }

    @Test
    void anEntryOfTheOtherRoleIsRefusedByItsLine() {
        for (int place = 0; place < journal.size(); place++) {
            JournalEntry entry = journal.get(place);
            List<JournalEntry> forged = new ArrayList<>(journal);
            Role other = entry.role() == Role.DECISION ? Role.OBSERVATION : Role.DECISION;
            forged.set(place, new JournalEntry(entry.studyId(), place, other, entry.event()));

            assertThatThrownBy(() -> Journals.story(forged))
                    .isInstanceOf(UnreadableJournal.class)
                    .hasMessageStartingWith("line " + (place + 1) + ": ")
                    .hasMessageContaining("role is " + other.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void aScoreWithoutAMetricIsRefusedByItsLine() {
        for (Split split : List.of(Split.VALIDATION, Split.HOLDOUT)) {
            int place = place(split);
            List<JournalEntry> forged = Journals.forged(journal, place, AnyJournalTest::withoutMetric);

            assertThatThrownBy(() -> Journals.story(forged))
                    .isInstanceOf(UnreadableJournal.class)
                    .hasMessage("line " + (place + 1) + ": model-scored cannot follow the lines before it: metric is"
                            + " missing on " + split);
        }
    }

    private int place(Split split) {
        return (int) journal.stream()
                .takeWhile(entry -> !(entry.event() instanceof ModelScored scored && scored.split() == split))
                .count();
    }

    private static Event withoutMetric(Event event) {
        ModelScored scored = (ModelScored) event;
        return Journals.scored(scored, scored.loss(), null);
    }

    private interface Reading {
        Object read() throws Exception;
    }

    private static void expectAnswer(String what, Reading reading) {
        try {
            assertThat(reading.read()).as(what).isNotNull();
        } catch (UnreadableJournal e) {
            assertThat(e.getMessage()).as(what).startsWith("line ");
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
