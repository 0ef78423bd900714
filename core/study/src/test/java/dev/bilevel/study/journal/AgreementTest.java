package dev.bilevel.study.journal;

import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.Specs;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AgreementTest {
    private static final String PARALLEL = Specs.SMALL.replace("parallelism: 1", "parallelism: 3");

    @Test
    void aStudyThatIsRunAgainUnderAnotherScheduleDecidesTheSame() {
        List<JournalEntry> one = run(PARALLEL, 1);
        List<JournalEntry> other = run(PARALLEL, 2);
        assertThat(one).isNotEqualTo(other);

        long decisions = one.stream()
                .filter(entry -> entry.role() == JournalEntry.Role.DECISION)
                .count();
        assertThat(Agreement.between(one, other)).isEqualTo(new Agreement.Outcome.Equal(decisions));
    }

    @Test
    void anotherSeedPartsAtTheFirstSuggestion() {
        assertThat(Agreement.between(run(Specs.SMALL, 1), run(Specs.SMALL.replace("seed: 17", "seed: 18"), 1)))
                .isInstanceOfSatisfying(Agreement.Outcome.Differs.class, differs -> {
                    assertThat(differs.first().about()).isEqualTo("trial-suggested s.t0");
                    assertThat(differs.first().oneSequence()).isEqualTo(1);
                });
    }

    @Test
    void aDecisionThatOnlyTheOtherMadeIsADifference() {
        List<JournalEntry> shorter = run(Specs.SMALL, 1);
        List<JournalEntry> longer = new ArrayList<>(shorter);
        JournalEntry last = shorter.getLast();
        longer.add(new JournalEntry(
                "s",
                last.sequence() + 1,
                JournalEntry.Role.DECISION,
                new FusionSelected("s", "s.t99", "s.t99.f0", List.of(1.0), 0.5, 4)));

        assertThat(Agreement.between(shorter, longer))
                .isEqualTo(new Agreement.Outcome.Differs(new Parting(
                        "fusion-selected s.t99", "decision", "not made", null, "made", last.sequence() + 1)));
    }

    @Test
    void aDecisionThatWasMadeTwiceIsNamed() {
        List<JournalEntry> once = run(Specs.SMALL, 1);
        List<JournalEntry> twice = new ArrayList<>(once);
        twice.add(once.getLast());

        assertThat(Agreement.between(once, twice))
                .isEqualTo(new Agreement.Outcome.Repeated(
                        "study-completed s", once.getLast().sequence()));
    }

    private static List<JournalEntry> run(String spec, long seed) {
        return Simulation.run(Specs.submitted("s", spec), new SimulatedWorkers(0), seed);
    }
}
