package dev.bilevel.study.journal;

import dev.bilevel.events.Explanation.Origin;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Specs;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoryTest {
    private final List<JournalEntry> journal = Journals.small();

    @Test
    void theStoryHasTheNumbersOfTheResult() throws Exception {
        Story story = Journals.story(journal);
        StudyCompleted result = (StudyCompleted) journal.getLast().event();

        assertThat(story.study().result()).contains(result);
        Story.Row best = story.rows().stream()
                .filter(Story.Row::bestSoFar)
                .reduce((_, later) -> later)
                .orElseThrow();
        assertThat(best.trial()).isEqualTo(result.trial());
        assertThat(best.value()).isEqualTo(result.validation());
        assertThat(best.params()).isEqualTo(result.params());
        assertThat(best.inner().weights()).isEqualTo(result.weights());
    }

    @Test
    void aRowTellsTheInnerLoopOfItsTrial() throws Exception {
        Story.Row row = Journals.story(journal).rows().getFirst();

        assertThat(row.origin()).isEqualTo(Origin.DESIGN);
        assertThat(row.sequence()).isEqualTo(1);
        assertThat(row.bestSoFar()).isTrue();
        assertThat(row.inner().fusions()).isEqualTo(6);
        assertThat(row.inner().loss())
                .isLessThanOrEqualTo(row.inner().uniformLoss())
                .isLessThanOrEqualTo(row.inner().bestSingleLoss());
    }

    @Test
    void aPrefixTellsWhatWasKnownThen() throws Exception {
        Story story = Journals.story(journal.subList(0, Journals.place(journal, TrialTrained.class, 2)));

        assertThat(story.rows()).hasSize(3).last().satisfies(row -> {
            assertThat(row.state()).isEqualTo("training");
            assertThat(row.value()).isNull();
            assertThat(row.inner()).isNull();
        });
        assertThat(story.study().isOver()).isFalse();
    }

    @Test
    void failuresAreToldWithTheirReason() throws Exception {
        List<JournalEntry> failing = Journals.simulated(
                Specs.SMALL.replace("trials: 6", "trials: 40").replace("acquisition: ei", "acquisition: random"), 3);

        assertThat(Journals.story(failing).rows())
                .filteredOn(row -> row.state().equals("failed"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.message()).isNotBlank());
        assertThat(Journals.story(failing).rows())
                .extracting(Story.Row::inner)
                .filteredOn(inner -> inner != null)
                .allSatisfy(inner -> assertThat(inner.failure() == null).isEqualTo(inner.failed() == 0))
                .anySatisfy(inner -> assertThat(inner.failure()).isNotBlank());
    }

    @Test
    void aJournalBeginsWithItsSubmission() {
        JournalEntry first = new JournalEntry(
                "s", 0, JournalEntry.Role.DECISION, journal.get(1).event());

        assertThatThrownBy(() -> Journals.story(List.of(first)))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessage("line 1: is trial-suggested, expected the study's submission first");
    }

    @Test
    void anEntryThatCannotFollowIsNamedByItsLine() {
        List<JournalEntry> wrong = new java.util.ArrayList<>(journal.subList(0, 2));
        wrong.add(new JournalEntry(
                "s", 2, JournalEntry.Role.DECISION, journal.getLast().event()));
        wrong.add(new JournalEntry(
                "s", 3, JournalEntry.Role.DECISION, journal.get(1).event()));

        assertThatThrownBy(() -> Journals.story(wrong))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageStartingWith("line 4: trial-suggested cannot follow the lines before it: trial s.t0");
    }
}
