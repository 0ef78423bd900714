package dev.bilevel.study.journal;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.Specs;
import dev.bilevel.study.Study;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {
    private static final String PARALLEL = Specs.SMALL.replace("parallelism: 1", "parallelism: 3");

    @Test
    void aStudyUnderAnotherScheduleAndIdIsTheSame() throws Exception {
        Comparison comparison = compare(PARALLEL, 1, PARALLEL, 2);

        assertThat(comparison.settings()).isEmpty();
        assertThat(comparison.result()).isEmpty();
        assertThat(comparison.suggestion()).isEmpty();
    }

    @Test
    void anotherInnerAcquisitionPartsInTheFirstTrialAfterTheDesign() throws Exception {
        Comparison comparison =
                compare(Specs.SMALL, 1, Specs.SMALL.replace("acquisition: ucb", "acquisition: random"), 1);

        assertThat(comparison.settings())
                .singleElement()
                .isEqualTo(new Comparison.Setting("inner.acquisition", "{\"ucb\":{\"beta\":2.0}}", "\"random\""));
        assertThat(comparison.suggestion()).hasValueSatisfying(parting -> {
            assertThat(parting.about()).isEqualTo("trial 0, fusion 4");
            assertThat(parting.field()).startsWith("weights[");
            assertThat(parting.oneSequence()).isEqualTo(parting.otherSequence()).isPositive();
        });
        assertThat(comparison.result()).isEmpty();
    }

    @Test
    void aForkStandsBesideWhatItDidNotKnow() throws Exception {
        List<JournalEntry> journal = Journals.small();
        Study behind = Journals.story(journal.subList(0, Journals.place(journal, TrialCompleted.class, 0) + 1))
                .study();
        List<JournalEntry> forked = Simulation.run(
                Specs.submitted("forked", SpecTree.toYaml(Fork.spec(behind))), new SimulatedWorkers(0), 1);

        Comparison comparison = Comparison.of(Journals.telling(journal), Journals.telling(forked));

        // The rest of the design is the same in both; its first suggestion of the surrogate has another seed.
        assertThat(comparison.suggestion()).hasValueSatisfying(parting -> {
            assertThat(parting.about()).isEqualTo("trial 3 and trial 2");
            assertThat(parting.oneSequence()).isEqualTo(Journals.place(journal, TrialSuggested.class, 3));
            assertThat(parting.otherSequence()).isEqualTo(Journals.place(forked, TrialSuggested.class, 2));
        });
        assertThat(comparison.otherSeeds()).as("results are not compared").isTrue();
        assertThat(comparison.result()).isEmpty();
    }

    @Test
    void aStudyWithALargerBudgetPartsWhereTheOtherEnds() throws Exception {
        Comparison comparison = compare(Specs.SMALL, 1, Specs.SMALL.replace("trials: 6", "trials: 7"), 1);

        assertThat(comparison.suggestion()).hasValueSatisfying(parting -> {
            assertThat(parting.about()).isEqualTo("trial 6");
            assertThat(parting.one()).isEqualTo("nothing");
            assertThat(parting.oneSequence()).isNull();
        });
    }

    @Test
    void anotherResultForTheSameSuggestionIsToldApart() throws Exception {
        List<JournalEntry> well = Simulation.run(Specs.submitted("one", Specs.SMALL), new SimulatedWorkers(0), 1);
        List<JournalEntry> badly = Simulation.run(Specs.submitted("two", Specs.SMALL), new SimulatedWorkers(300), 1);
        Comparison comparison = Comparison.of(Journals.telling(well), Journals.telling(badly));

        assertThat(comparison.result()).hasValueSatisfying(parting -> {
            assertThat(parting.field()).isEqualTo("loss");
            assertThat(Double.parseDouble(parting.one())).isPositive();
            assertThat(parting.other()).isEqualTo("\"failed: gone\"");
        });
    }

    private static Comparison compare(String one, long seed, String other, long otherSeed) throws Exception {
        SimulatedWorkers workers = new SimulatedWorkers(0);
        return Comparison.of(
                Journals.telling(Simulation.run(Specs.submitted("one", one), workers, seed)),
                Journals.telling(Simulation.run(Specs.submitted("two", other), workers, otherSeed)));
    }
}
