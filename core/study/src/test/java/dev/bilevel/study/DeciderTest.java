package dev.bilevel.study;

import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation.Origin;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Indices;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Given these events, when this one comes, then exactly these decisions.
class DeciderTest {
    private static final StudySubmitted SUBMITTED = Specs.submitted("s", Specs.SMALL);

    private final SimulatedWorkers workers = new SimulatedWorkers(0);
    private final List<JournalEntry> journal = new ArrayList<>();
    private Optional<Study> study = Optional.empty();

    @Test
    void aSubmittedStudyBeginsWithItsFirstTrial() {
        List<Event> decisions = when(SUBMITTED);

        assertThat(decisions).singleElement().isInstanceOfSatisfying(TrialSuggested.class, trial -> {
            assertThat(trial.trialId()).isEqualTo("s.t0");
            assertThat(trial.params().values()).containsOnlyKeys("learningRate", "batchSize");
            assertThat(trial.why().origin()).isEqualTo(Origin.DESIGN);
            assertThat(trial.training().checkpoints()).isEqualTo(3);
        });
    }

    @Test
    void aParallelStudyBeginsWithAsManyTrials() {
        assertThat(when(Specs.submitted("s", Specs.SMALL.replace("parallelism: 1", "parallelism: 4"))))
                .hasSize(4);
    }

    @Test
    void theSameSubmissionAgainDecidesNothing() {
        when(SUBMITTED);

        assertThat(Decider.decide(study, SUBMITTED)).isEmpty();
    }

    @Test
    void anotherStudyOfTheSameIdIsRefused() {
        when(SUBMITTED);

        assertThatThrownBy(() -> when(Specs.submitted("s", Specs.SMALL.replace("seed: 17", "seed: 18"))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("another study has already");
    }

    @Test
    void theInnerLoopBeginsWithTheUniformAverageAndThenEachCheckpointAlone() {
        when(SUBMITTED);

        List<List<Double>> weights = new ArrayList<>();
        Optional<FusionSuggested> next = fusion(train(0));
        while (next.isPresent() && weights.size() < 4) {
            weights.add(next.get().weights());
            next = fusion(when(answer(next.get())));
        }

        assertThat(weights)
                .containsExactly(
                        List.of(1 / 3.0, 1 / 3.0, 1 / 3.0),
                        List.of(1.0, 0.0, 0.0),
                        List.of(0.0, 1.0, 0.0),
                        List.of(0.0, 0.0, 1.0));
    }

    @Test
    void theFusionWithTheLowestTrainingLossGoesToValidation() {
        when(SUBMITTED);
        List<Event> decisions = train(0);
        List<ModelScored> scores = new ArrayList<>();
        while (fusion(decisions).isPresent()) {
            scores.add((ModelScored) answer(fusion(decisions).get()));
            decisions = when(scores.getLast());
        }

        ModelScored best = scores.stream()
                .min(Comparator.comparingDouble(ModelScored::loss))
                .orElseThrow();
        assertThat(scores).hasSize(6);
        assertThat(decisions).hasSize(2);
        assertThat(decisions.getFirst()).isInstanceOfSatisfying(FusionSelected.class, selected -> {
            assertThat(selected.fusionId()).isEqualTo(best.modelId());
            assertThat(selected.loss()).isEqualTo(best.loss());
        });
        assertThat(decisions.getLast()).isInstanceOfSatisfying(ModelSelected.class, selected -> {
            assertThat(selected.model()).isEqualTo(best.model());
            assertThat(selected.scoring().split()).isEqualTo(Split.VALIDATION);
        });
    }

    @Test
    void theValidationScoreCompletesTheTrialAndSuggestsTheNext() {
        when(SUBMITTED);
        ModelSelected selected = (ModelSelected) runInnerLoop(train(0)).getLast();
        ModelScored scored = (ModelScored) answer(selected);

        List<Event> decisions = when(scored);

        assertThat(decisions).hasSize(2);
        assertThat(decisions.getFirst()).isEqualTo(new TrialCompleted("s", "s.t0", 0, scored.metric()));
        assertThat(decisions.getLast())
                .isInstanceOfSatisfying(
                        TrialSuggested.class, trial -> assertThat(trial.trial()).isEqualTo(1));
    }

    @Test
    void aScoreThatComesTwiceDecidesNothingTheSecondTime() {
        when(SUBMITTED);
        Event score = answer(fusion(train(0)).orElseThrow());
        when(score);

        assertThat(Decider.decide(study, score)).isEmpty();
    }

    @Test
    void aDivergedTrialIsAnObservationWithoutAValue() {
        when(SUBMITTED);

        List<Event> decisions = when(new TrialFailed("s", "s.t0", FailureReason.DIVERGED, "loss is NaN at step 3"));

        assertThat(decisions).singleElement().isInstanceOfSatisfying(TrialSuggested.class, trial -> {
            assertThat(trial.trial()).isEqualTo(1);
            assertThat(trial.why().observed()).containsExactly(0);
        });
    }

    @Test
    void theOuterLoopSeesAFailureAsOneAndWhatItMayNotUseYetAsPending() {
        when(Specs.submitted("s", Specs.SMALL.replace("parallelism: 1", "parallelism: 3")));
        when(new TrialFailed("s", "s.t0", FailureReason.DIVERGED, "loss is NaN"));
        when(answer(runInnerLoop(train(1)).getLast()));

        assertThat(new Trials(study.orElseThrow(), Indices.below(1)).observations())
                .extracting(Observation::outcome)
                .startsWith(new Outcome.Failed("loss is NaN"), new Outcome.Pending())
                .hasSizeGreaterThan(2);
        assertThat(new Trials(study.orElseThrow(), Indices.below(2))
                        .observations()
                        .get(1)
                        .outcome())
                .isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void aScoreOfAModelThatNobodyAskedForCompletesNoTrial() {
        when(SUBMITTED);
        ModelSelected question = (ModelSelected) runInnerLoop(train(0)).getLast();
        ModelScored answer = (ModelScored) answer(question);

        ModelScored another = new ModelScored(
                "s",
                "s.t0",
                question.modelId() + "x",
                answer.split(),
                answer.model(),
                answer.loss(),
                answer.metrics(),
                answer.metric(),
                answer.examples(),
                answer.seconds(),
                answer.fingerprint(),
                answer.inputs());

        assertThat(Decider.decide(study, another)).isEmpty();
        assertThat(when(answer)).isNotEmpty();
    }

    @Test
    void anOrderThatCannotBeCarriedOutEndsTheStudyAtOnce() {
        when(SUBMITTED);

        assertThat(when(new TrialFailed("s", "s.t0", FailureReason.INVALID, "no model.safetensors in /m")))
                .containsExactly(new StudyFailed("s", "trial 0 cannot be carried out: no model.safetensors in /m"));
    }

    @Test
    void aConfigurationThatCannotBeCarriedOutIsOneTrialLess() {
        when(SUBMITTED);

        assertThat(when(new TrialFailed(
                        "s", "s.t0", FailureReason.INFEASIBLE, "checkpoints: is 5, expected at most 3")))
                .singleElement()
                .isInstanceOf(TrialSuggested.class);
    }

    @Test
    void aTrialNoneOfWhoseFusionsCanBeScoredFails() {
        when(SUBMITTED);
        List<Event> decisions = train(0);
        while (fusion(decisions).isPresent()) {
            String id = fusion(decisions).get().fusionId();
            decisions = when(new FusionFailed("s", "s.t0", id, FailureReason.UNREADABLE, "gone"));
        }

        assertThat(decisions.getFirst())
                .isEqualTo(new TrialFailed(
                        "s", "s.t0", FailureReason.UNREADABLE, "none of its 6 fusions could be scored"));
        assertThat(decisions.getLast()).isInstanceOf(TrialSuggested.class);
    }

    @Test
    void aStudyNoneOfWhoseTrialsHasAValueFailsAndSaysWhy() {
        when(SUBMITTED);
        List<Event> decisions = List.of();
        for (int i = 0; i < 6; i++) {
            decisions = when(new TrialFailed("s", "s.t" + i, FailureReason.DIVERGED, "loss is NaN"));
        }

        assertThat(decisions).containsExactly(new StudyFailed("s", "none of its 6 trials has a value: loss is NaN"));
    }

    @Test
    void theWinnerAndItsBaselinesAreScoredOnTheHoldoutOnceAndAreTheResult() {
        List<Event> decisions = runStudy();

        assertThat(journal.stream()
                        .map(JournalEntry::event)
                        .filter(event -> event instanceof ModelSelected model
                                && model.scoring().split() == Split.HOLDOUT)
                        .map(event -> ((ModelSelected) event).role()))
                .containsExactly(ModelRole.values());
        StudyCompleted completed = (StudyCompleted) decisions.getLast();
        assertThat(completed.holdout()).containsOnlyKeys(ModelRole.values());
        assertThat(completed.validation())
                .isEqualTo(journal.stream()
                        .map(JournalEntry::event)
                        .filter(TrialCompleted.class::isInstance)
                        .mapToDouble(event -> ((TrialCompleted) event).value())
                        .max()
                        .orElseThrow());
        assertThat(study.orElseThrow().status()).isEqualTo(Study.Status.COMPLETED);
    }

    @Test
    void afterTheInitialDesignTheSurrogateSuggestsAndSaysWhatItSaw() {
        runStudy();

        List<TrialSuggested> trials = journal.stream()
                .map(JournalEntry::event)
                .filter(TrialSuggested.class::isInstance)
                .map(TrialSuggested.class::cast)
                .toList();
        assertThat(trials.subList(0, 3)).allMatch(trial -> trial.why().origin() == Origin.DESIGN);
        assertThat(trials.subList(3, 6)).allSatisfy(trial -> {
            assertThat(trial.why().origin()).isEqualTo(Origin.SURROGATE);
            assertThat(trial.why().sd()).isPositive();
            assertThat(trial.why().observed()).isEqualTo(Indices.below(trial.trial()));
        });
    }

    @Test
    void aCancelledStudyDecidesNothingMore() {
        when(SUBMITTED);
        assertThat(when(new StudyCancelled("s", "enough"))).isEmpty();

        assertThat(Decider.decide(study, workers.answer(suggested(0)).getLast()))
                .isEmpty();
    }

    @Test
    void whatCannotBeTrueIsRefused() {
        when(SUBMITTED);
        TrialSuggested trial = suggested(0);
        TrialTrained trained = (TrialTrained) workers.answer(trial).getLast();

        assertRefused(new TrialFailed("s", "s.t7", FailureReason.CRASHED, ""), "trialId: is 's.t7'");
        assertRefused(new TrialFailed("s", "x.t0", FailureReason.CRASHED, ""), "trialId: is 'x.t0'");
        assertRefused(trial, "no observation");
        assertRefused(new FusionFailed("s", "s.t0", "s.t0.f9", FailureReason.CRASHED, ""), "fusion: is 's.t0.f9'");
        Checkpoint extra =
                new Checkpoint(3, 99, trained.checkpoints().getFirst().artifact());
        List<Checkpoint> four = new ArrayList<>(trained.checkpoints());
        four.add(extra);
        assertRefused(
                new TrialTrained("s", "s.t0", four, 0.5, 10, 1, trained.fingerprint(), null),
                "checkpoints: are 4, expected at most 3");
    }

    @Test
    void anEventOfAnUnknownStudyIsRefused() {
        assertRefused(new StudyCancelled("s", ""), "studyId: is 's', expected a study that was submitted");
    }

    @Test
    void aModelFusedIsNothingForTheOptimizer() {
        when(SUBMITTED);
        FusionSuggested fusion = fusion(train(0)).orElseThrow();

        assertRefused(
                new ModelFused(
                        "s",
                        "s.t0",
                        fusion.fusionId(),
                        fusion.checkpoints().getFirst().artifact(),
                        fusion.scoring()),
                "no observation");
    }

    private List<Event> when(Event event) {
        List<JournalEntry> entries = Decider.decide(study, event);
        for (JournalEntry entry : entries) {
            study = Optional.of(Study.evolve(study, entry));
        }
        journal.addAll(entries);
        return entries.stream().skip(1).map(JournalEntry::event).toList();
    }

    private List<Event> train(int trial) {
        List<Event> decisions = List.of();
        for (Event event : workers.answer(suggested(trial))) {
            decisions = when(event);
        }
        return decisions;
    }

    private List<Event> runInnerLoop(List<Event> decisions) {
        List<Event> last = decisions;
        while (fusion(last).isPresent()) {
            last = when(answer(fusion(last).get()));
        }
        return last;
    }

    private List<Event> runStudy() {
        List<Event> decisions = when(SUBMITTED);
        for (int trial = 0; trial < 6; trial++) {
            decisions = when(answer(runInnerLoop(train(trial)).getLast()));
        }
        for (Event question : List.copyOf(decisions)) {
            decisions = question instanceof ModelSelected ? when(answer(question)) : decisions;
        }
        return decisions;
    }

    private Event answer(Event decision) {
        return workers.answer(decision).getLast();
    }

    private TrialSuggested suggested(int trial) {
        return journal.stream()
                .map(JournalEntry::event)
                .filter(event -> event instanceof TrialSuggested suggested && suggested.trial() == trial)
                .map(TrialSuggested.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<FusionSuggested> fusion(List<Event> decisions) {
        return decisions.stream()
                .filter(FusionSuggested.class::isInstance)
                .map(FusionSuggested.class::cast)
                .findFirst();
    }

    private void assertRefused(Event event, String message) {
        assertThatThrownBy(() -> Decider.decide(study, event))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(message);
    }
}
