package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.journal.Arrival.Outcome;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Given what is there of a study, when a part of a journal comes, then exactly this follows.
class ArrivalTest {
    private final List<JournalEntry> whole = Journals.small();
    private final Imports world = new Imports();

    @Test
    void thePartsOfAJournalAddUpToItsStudy() {
        Imports.parts(whole, 7).forEach(part -> assertThat(world.take(part)).isInstanceOf(Outcome.Appended.class));

        assertThat(Imports.written(world.journal)).isEqualTo(Imports.written(whole));
        assertThat(world.study).isEqualTo(Simulation.replay(whole));
        assertThat(world.arrival)
                .hasValueSatisfying(there -> assertThat(there.isWhole()).isTrue());
        assertThat(world.orders).as("of a study that is over").isEmpty();
    }

    @Test
    void onlyTheLastPartSetsWorkOnItsWay() {
        int end = Journals.place(whole, FusionSuggested.class, 8) + 1;
        List<JournalImported> parts = Imports.parts(whole.subList(0, end), end / 2);

        for (JournalImported part : parts.subList(0, parts.size() - 1)) {
            world.take(part);
            assertThat(world.orders).isEmpty();
        }
        world.take(parts.getLast());
        assertThat(world.orders).containsExactly(whole.get(end - 1).event());
    }

    @Test
    void aPartThatComesTwiceIsKnown() {
        List<JournalImported> parts = Imports.parts(whole, 7);
        for (JournalImported part : parts) {
            world.take(part);
            assertThat(world.take(part)).isEqualTo(new Outcome.Known());
        }
        assertThat(Imports.written(world.journal)).isEqualTo(Imports.written(whole));
    }

    @Test
    void aPartWithoutThoseBeforeItIsUnfit() {
        List<JournalImported> parts = Imports.parts(whole, 7);

        unfit(parts.get(1), "from: is 7, expected 0: nothing of study 's' is there");
        world.take(parts.get(0));
        unfit(parts.get(2), "from, total: are 14, " + whole.size() + ", expected 7");
        world.take(parts.get(1));
        unfit(parts.get(0), "from, total: are 0, ");
        assertThat(Imports.written(world.journal)).isEqualTo(Imports.written(whole.subList(0, 14)));
    }

    @Test
    void theSecondHalfOfAnotherJournalIsUnfit() {
        int place = Journals.place(whole, TrialCompleted.class, 0);
        List<JournalEntry> other = Journals.forged(
                whole, place, event -> new TrialCompleted("s", ((TrialCompleted) event).trialId(), 0, 0.125));
        world.take(Imports.parts(whole, place + 1).getFirst());

        unfit(Imports.parts(other, place + 1).get(1), "before: is ");
        assertThat(world.take(Imports.parts(whole, place + 1).get(1))).isInstanceOf(Outcome.Appended.class);
    }

    @Test
    void aStudyThatWasSubmittedHereIsNotOverwritten() {
        world.study = Simulation.replay(whole.subList(0, 7));

        unfit(Imports.parts(whole, 7).get(0), "studyId: is 's', which a study has already");
        unfit(Imports.parts(whole, 7).get(1), "studyId: is 's', which a study has already");
    }

    @Test
    void anImportedStudyThatIsWholeIsNotOverwritten() {
        Imports.parts(whole.subList(0, 14), 14).forEach(world::take);

        unfit(Imports.parts(whole, 7).get(2), "studyId: is 's', which a study has already");
    }

    @Test
    void anEditedPartIsUnfitAndItsLineNamed() {
        JournalImported part = Imports.parts(whole, 7).getFirst();
        List<String> lines = new ArrayList<>(part.lines());
        lines.set(3, lines.get(3).replace("12:00:00Z", "12:00:01Z"));

        unfit(new JournalImported("s", 0, part.total(), part.before(), lines), "line 4: hash: does not follow");
        assertThat(world.study).isEmpty();
    }

    @Test
    void entriesThatCannotFollowAreUnfitThoughTheirHashesAreRight() {
        List<JournalEntry> forged = new ArrayList<>(whole.subList(0, 1));
        Event never = new TrialCompleted("s", "s.t5", 5, 0.5);
        forged.add(new JournalEntry("s", 1, JournalEntry.Role.DECISION, never));

        unfit(Imports.parts(forged, 7).getFirst(), "line 2: no trial s.t5");
    }

    @Test
    void whatIsOutstandingIsWhatHasNoAnswer() {
        Outstanding outstanding = Outstanding.nothing();
        for (JournalEntry entry : whole.subList(0, Journals.place(whole, TrialSuggested.class, 1) + 1)) {
            outstanding = outstanding.after(entry);
        }

        assertThat(outstanding.orders())
                .containsExactly(whole.get(Journals.place(whole, TrialSuggested.class, 1))
                        .event());
    }

    private void unfit(JournalImported part, String reason) {
        assertThat(world.take(part))
                .isInstanceOfSatisfying(
                        Outcome.Unfit.class, found -> assertThat(found.reason()).startsWith(reason));
    }
}
