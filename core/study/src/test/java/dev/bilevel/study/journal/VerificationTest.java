package dev.bilevel.study.journal;

import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.Params;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Specs;
import dev.bilevel.study.journal.Verification.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What was decided is verified; what was forged is found, at its place and by its field.
class VerificationTest {
    private final List<JournalEntry> journal = Journals.small();

    @Test
    void aJournalIsVerifiedToTheLastDecision() throws Exception {
        assertThat(Journals.verify(journal)).isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            assertThat(verified.decisions())
                    .isEqualTo(journal.stream()
                            .filter(entry -> entry.role() == Role.DECISION)
                            .count());
            assertThat(verified.suggestions()).as("6 trials of 6 fusions").isEqualTo(6 + 6 * 6);
            assertThat(verified.study().isOver()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"deterministic", "greedy"})
    void aParallelStudyWithFailuresIsVerifiedUnderAnySchedule(String schedule) throws Exception {
        String yaml = Specs.SMALL
                .replace("parallelism: 1", "parallelism: 3\n  schedule: " + schedule)
                .replace("examples: 64", "examples: 64, parallelism: 2");
        for (long seed = 0; seed < 4; seed++) {
            assertThat(Journals.verify(Journals.simulated(yaml, seed)))
                    .as("seed %d", seed)
                    .isInstanceOf(Outcome.Verified.class);
        }
    }

    @Test
    void aJournalThatEndsBetweenTransactionsIsVerifiedAsFarAsItGoes() throws Exception {
        List<JournalEntry> prefix = journal.subList(0, Journals.place(journal, TrialTrained.class, 3));

        assertThat(Journals.verify(prefix))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.study().isOver()).isFalse());
    }

    @Test
    void aJournalThatEndsBeforeADecisionIsCutOff() {
        assertThatThrownBy(() -> Journals.verify(journal.subList(0, journal.size() - 1)))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessage("line " + journal.size() + ": is missing: study-completed is always written together with"
                        + " the model-scored that it follows from; the journal was cut off");
    }

    @Test
    void anotherHyperparameterIsFoundToTheLastBit() throws Exception {
        int place = Journals.place(journal, TrialSuggested.class, 4);
        double rate = (double)
                ((TrialSuggested) journal.get(place).event()).params().values().get("learningRate");

        Difference difference = difference(place, event -> {
            TrialSuggested trial = (TrialSuggested) event;
            Map<String, Object> params = new TreeMap<>(trial.params().values());
            params.put("learningRate", Math.nextUp(rate));
            return new TrialSuggested(
                    trial.studyId(),
                    trial.trialId(),
                    trial.trial(),
                    trial.trainer(),
                    new Params(params),
                    trial.training(),
                    trial.why());
        });

        assertThat(difference)
                .isEqualTo(new Difference(place, "s.t4", "params.learningRate", rate + "", Math.nextUp(rate) + ""));
    }

    @Test
    void anotherPosteriorIsFoundToo() throws Exception {
        int place = Journals.place(journal, FusionSuggested.class, 5);

        Difference difference = difference(place, event -> {
            FusionSuggested fusion = (FusionSuggested) event;
            return with(
                    fusion,
                    because(
                            fusion.why(),
                            fusion.why().mean() + 1e-9,
                            fusion.why().algorithm()));
        });

        assertThat(difference.field()).isEqualTo("why.mean");
    }

    @Test
    void anotherChoiceOfFusionIsFoundEvenThoughNothingCanFollowIt() throws Exception {
        int place = Journals.place(journal, FusionSelected.class, 0);

        Difference difference = difference(place, event -> {
            FusionSelected selected = (FusionSelected) event;
            return new FusionSelected(
                    selected.studyId(),
                    selected.trialId(),
                    selected.trialId() + ".f1",
                    selected.weights(),
                    selected.loss(),
                    selected.fusions());
        });

        assertThat(difference.field()).isEqualTo("fusionId");
    }

    @Test
    void aBetterScoreThanTheEvaluatorsIsFoundWhereItIsUsed() throws Exception {
        int place = Journals.place(journal, TrialCompleted.class, 2);

        Difference difference = difference(place, event -> {
            TrialCompleted completed = (TrialCompleted) event;
            return new TrialCompleted(completed.studyId(), completed.trialId(), completed.trial(), 0.999);
        });

        assertThat(difference.field()).isEqualTo("value");
        assertThat(difference.found()).isEqualTo("0.999");
    }

    @Test
    void anObservationThatWasChangedShowsInTheNextDecisionThatUsesIt() throws Exception {
        int place = Journals.place(journal, ModelScored.class, 4);

        Difference difference = difference(place, event -> {
            ModelScored scored = (ModelScored) event;
            return Journals.scored(scored, scored.loss() * 1.01, scored.metric());
        });

        assertThat(difference.sequence()).isGreaterThan(place);
    }

    @Test
    void aDecisionInPlaceOfAnotherIsFoundByItsType() throws Exception {
        List<JournalEntry> forged =
                new ArrayList<>(journal.subList(0, Journals.place(journal, StudyCompleted.class, 0)));
        forged.add(new JournalEntry(
                "s", forged.size(), Role.DECISION, new dev.bilevel.events.StudyFailed("s", "nothing won")));

        assertThat(Journals.verify(forged)).isInstanceOfSatisfying(Outcome.Differs.class, differs -> {
            assertThat(differs.first().field()).isEqualTo("type");
            assertThat(differs.first().expected()).isEqualTo("study-completed");
            assertThat(differs.first().found()).isEqualTo("study-failed");
        });
    }

    @Test
    void anObservationThatComesTwiceIsFound() throws Exception {
        int place = Journals.place(journal, ModelScored.class, 0);
        List<JournalEntry> forged = new ArrayList<>(journal.subList(0, place + 1));
        forged.set(
                place,
                new JournalEntry(
                        "s", place, Role.OBSERVATION, journal.get(1 + 1).event()));

        assertThat(Journals.verify(forged))
                .isInstanceOfSatisfying(
                        Outcome.Differs.class,
                        differs -> assertThat(differs.first().sequence()).isEqualTo(place));
    }

    @Test
    void aJournalOfAnotherAlgorithmSaysWhichItNeeds() throws Exception {
        int place = Journals.place(journal, TrialSuggested.class, 0);

        Outcome outcome = Journals.verify(Journals.forged(journal, place, event -> {
            TrialSuggested trial = (TrialSuggested) event;
            return new TrialSuggested(
                    trial.studyId(),
                    trial.trialId(),
                    trial.trial(),
                    trial.trainer(),
                    trial.params(),
                    trial.training(),
                    because(trial.why(), trial.why().mean(), "bilevel-gp/1"));
        }));

        assertThat(Suggester.ALGORITHM).isNotEqualTo("bilevel-gp/1");
        assertThat(outcome).isEqualTo(new Outcome.OtherAlgorithm(place, "bilevel-gp/1"));
    }

    private Difference difference(int place, UnaryOperator<Event> forgery) throws Exception {
        Outcome outcome = Journals.verify(Journals.forged(journal, place, forgery));
        assertThat(outcome).isInstanceOf(Outcome.Differs.class);
        return ((Outcome.Differs) outcome).first();
    }

    private static FusionSuggested with(FusionSuggested fusion, Explanation why) {
        return new FusionSuggested(
                fusion.studyId(),
                fusion.trialId(),
                fusion.fusionId(),
                fusion.fusion(),
                fusion.checkpoints(),
                fusion.weights(),
                fusion.scoring(),
                why);
    }

    private static Explanation because(Explanation why, Double mean, String algorithm) {
        return new Explanation(
                algorithm,
                why.origin(),
                why.acquisition(),
                why.acquisitionValue(),
                mean,
                why.sd(),
                why.surrogate(),
                why.observed(),
                why.pending(),
                why.seed());
    }
}
