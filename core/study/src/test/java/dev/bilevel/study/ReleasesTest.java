package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Given these events, when this one comes, then exactly these files go. Each trial has three checkpoints and six
/// fusions: the uniform average, each checkpoint alone, and two more.
class ReleasesTest {
    private static final String BEST = Specs.SMALL + "keep: best\n";
    private static final double[] LOSSES = {0.5, 0.4, 0.3, 0.6, 0.35, 0.2};

    private final SimulatedWorkers workers = new SimulatedWorkers(0);
    private final List<Event> decided = new ArrayList<>();
    private Optional<Study> study = Optional.empty();

    @Test
    void aBeatenModelGoesAtOnceUnlessItIsABaseline() {
        when(BEST);
        train(0);

        assertThat(fuse(0, 0, 0.5)).as("the uniform average").isEmpty();
        assertThat(fuse(0, 1, 0.4)).as("the best single checkpoint").isEmpty();
        assertThat(fuse(0, 2, 0.3)).containsExactly("s.t0.f1");
        assertThat(fuse(0, 3, 0.6)).as("the last checkpoint").isEmpty();
        assertThat(fuse(0, 4, 0.35)).as("beaten on arrival").containsExactly("s.t0.f4");
        assertThat(fuse(0, 5, 0.2)).as("f2 is the best single checkpoint still").isEmpty();
    }

    @Test
    void ofEqualModelsTheEarlierStays() {
        when(BEST);
        train(0);
        fuse(0, 0, 0.4);

        assertThat(fuse(0, 1, 0.4)).isEmpty();
        assertThat(fuse(0, 2, 0.4)).containsExactly("s.t0.f2");
    }

    @Test
    void aModelThatCouldNotBeScoredGoes() {
        when(BEST);
        train(0);

        assertThat(when(failed(0, 0))).containsExactly("s.t0.f0");
    }

    @Test
    void aTrialThatIsNotTheBestGoesWithEverythingItLeft() {
        when(BEST);

        assertThat(trial(0, 0.8)).isEmpty();
        assertThat(trial(1, 0.7)).containsExactly("s.t1");
    }

    @Test
    void theFormerBestGoesWhenItIsBeaten() {
        when(BEST);
        trial(0, 0.7);

        assertThat(trial(1, 0.8)).containsExactly("s.t0");
        assertThat(trial(2, 0.75)).containsExactly("s.t2");
    }

    @Test
    void ofEqualTrialsTheEarlierStaysWhicheverEndsFirst() {
        when(BEST.replace("parallelism: 1", "parallelism: 2"));
        trial(1, 0.8);

        assertThat(trial(0, 0.8)).containsExactly("s.t1");
        assertThat(trial(2, 0.8)).containsExactly("s.t2");
    }

    @Test
    void aFailedTrialLeavesNothing() {
        when(BEST);

        assertThat(when(new TrialFailed("s", "s.t0", FailureReason.DIVERGED, "loss is NaN")))
                .containsExactly("s.t0");
        train(1);
        for (int fusion = 0; fusion < 5; fusion++) {
            assertThat(when(failed(1, fusion))).containsExactly("s.t1.f" + fusion);
        }
        assertThat(when(failed(1, 5))).as("none could be scored").containsExactly("s.t1");
    }

    @Test
    void theBaselinesOfTheWinnerStayUntilTheyAreScoredOnTheHoldout() {
        when(BEST);
        trial(0, 0.8);
        for (int trial = 1; trial < 6; trial++) {
            assertThat(trial(trial, 0.5)).containsExactly("s.t" + trial);
        }
        List<ModelSelected> asked = all(ModelSelected.class).stream()
                .filter(model -> model.scoring().split() == Split.HOLDOUT)
                .toList();

        assertThat(asked)
                .extracting(model -> model.model().uri())
                .containsExactlyInAnyOrder(
                        "file:///store/s.t0.f5",
                        "file:///store/s.t0.f3",
                        "file:///store/s.t0.f2",
                        "file:///store/s.t0.f0");
        for (ModelSelected question : asked.subList(0, 3)) {
            assertThat(when(workers.answer(question).getFirst())).isEmpty();
        }
        assertThat(when(workers.answer(asked.getLast()).getFirst())).containsExactly("s but s.t0.checkpoints, s.t0.f5");
        assertThat(all(StudyCompleted.class)).hasSize(1);
    }

    @Test
    void aCancelledStudyLeavesTheBestTrialSoFar() {
        when(BEST);
        trial(0, 0.8);
        train(1);

        assertThat(when(new StudyCancelled("s", "enough"))).containsExactly("s but s.t0.checkpoints, s.t0.f5");
    }

    @Test
    void aStudyWithoutATrialThatHasAValueLeavesNothing() {
        when(BEST);
        train(0);

        assertThat(when(new StudyCancelled("s", "enough"))).containsExactly("s");
    }

    @Test
    void anOrderThatCannotBeCarriedOutEndsTheStudyAndLeavesTheBestTrialSoFar() {
        when(BEST);
        trial(0, 0.8);

        assertThat(when(new TrialFailed("s", "s.t1", FailureReason.INVALID, "no such data")))
                .containsExactly("s but s.t0.checkpoints, s.t0.f5");
    }

    @Test
    void workThatWasDoneTwiceReleasesWhatItMadeAgainAndDisturbsNothing() {
        when(BEST);
        trial(0, 0.8);
        trial(1, 0.7);
        Study before = study.orElseThrow();

        assertThat(when(scored(order(0, 1), 0.4))).containsExactly("s.t0.f1");
        assertThat(when(failed(0, 1))).as("its model was gone").containsExactly("s.t0.f1");
        assertThat(when(scored(order(0, 5), 0.2))).as("the best").isEmpty();
        assertThat(when(workers.answer(all(TrialSuggested.class).get(0)).getLast()))
                .isEmpty();
        assertThat(when(workers.answer(all(TrialSuggested.class).get(1)).getLast()))
                .containsExactly("s.t1");
        assertThat(study).contains(before);
    }

    @Test
    void whatIsAnsweredAfterTheEndGoesToo() {
        when(BEST);
        trial(0, 0.8);
        when(new StudyCancelled("s", "enough"));

        assertThat(when(workers.answer(all(TrialSuggested.class).get(1)).getLast()))
                .containsExactly("s.t1");
        assertThat(when(scored(order(0, 1), 0.4))).containsExactly("s.t0 but s.t0.checkpoints, s.t0.f5");
    }

    @Test
    void aCondensedStudyReleasesWhatTheWholeOneWould() {
        when(BEST.replace("parallelism: 1", "parallelism: 2"));
        trial(0, 0.7);
        trial(1, 0.8);
        when(new TrialFailed("s", "s.t2", FailureReason.DIVERGED, "loss is NaN"));
        train(3);
        when(new StudyCancelled("s", "enough"));
        Study whole = study.orElseThrow();

        List<Event> late = new ArrayList<>();
        for (Event order : decided) {
            late.addAll(workers.answer(order));
        }
        late.add(new StudyCancelled("s", "again"));
        assertThat(late).hasSizeGreaterThan(20);
        for (Event event : late) {
            study = Optional.of(whole);
            List<String> released = when(event);
            study = Optional.of(whole.condensed());
            assertThat(when(event)).as(event.toString()).isEqualTo(released);
        }
        assertThat(whole.condensed().trials()).hasSameSizeAs(whole.trials());
        assertThat(Decider.decide(Optional.of(whole.condensed()), decided.getFirst()))
                .as("submitted again")
                .isEmpty();
    }

    @Test
    void onlyAStudyThatIsOverCanBeCondensed() {
        when(BEST);

        assertThatThrownBy(() -> study.orElseThrow().condensed())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("study s is not over");
    }

    @Test
    void aStudyThatKeepsAllReleasesNothing() {
        when(Specs.SMALL + "keep: all\n");

        assertThat(trial(0, 0.7)).isEmpty();
        assertThat(trial(1, 0.8)).isEmpty();
        assertThat(when(new StudyCancelled("s", "enough"))).isEmpty();
        assertThat(Releases.atTheEnd(study.orElseThrow())).isEmpty();
    }

    @Test
    void onlyAStudyThatIsOverHasALastRelease() {
        when(BEST);

        assertThatThrownBy(() -> Releases.atTheEnd(study.orElseThrow()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("study s is not over");
    }

    @Test
    void aReleaseIsNoObservation() {
        when(BEST);

        assertThatThrownBy(() -> Decider.decide(study, new FilesReleased("s", "s.t0", List.of())))
                .isInstanceOf(Refused.class);
    }

    private List<String> when(String yaml) {
        return when(Specs.submitted("s", yaml));
    }

    /// What goes, as `s.t0` or `s but s.t0.checkpoints`.
    private List<String> when(Event event) {
        List<JournalEntry> entries = Decider.decide(study, event);
        List<FilesReleased> released = Releases.after(study, event, entries);
        for (JournalEntry entry : entries) {
            study = Optional.of(Study.evolve(study, entry));
            decided.add(entry.event());
        }
        return released.stream()
                .map(files ->
                        files.released() + (files.kept().isEmpty() ? "" : " but " + String.join(", ", files.kept())))
                .toList();
    }

    private void train(int trial) {
        workers.answer(all(TrialSuggested.class).get(trial))
                .forEach(event -> assertThat(when(event)).isEmpty());
    }

    private List<String> fuse(int trial, int fusion, double loss) {
        return when(scored(order(trial, fusion), loss));
    }

    private List<String> trial(int trial, double value) {
        train(trial);
        for (int fusion = 0; fusion < LOSSES.length; fusion++) {
            fuse(trial, fusion, LOSSES[fusion]);
        }
        ModelSelected selected = all(ModelSelected.class).stream()
                .filter(model -> model.modelId().equals("s.t" + trial + ".fused.validation"))
                .findFirst()
                .orElseThrow();
        ModelScored scored = (ModelScored) workers.answer(selected).getFirst();
        return when(new ModelScored(
                "s",
                scored.trialId(),
                scored.modelId(),
                scored.split(),
                scored.model(),
                scored.loss(),
                Map.of("accuracy", value),
                value,
                64,
                0.1,
                scored.fingerprint(),
                scored.inputs()));
    }

    private ModelScored scored(FusionSuggested order, double loss) {
        ModelScored scored = (ModelScored) workers.answer(order).getFirst();
        return new ModelScored(
                "s",
                scored.trialId(),
                scored.modelId(),
                scored.split(),
                scored.model(),
                loss,
                Map.of(),
                null,
                64,
                0.1,
                scored.fingerprint(),
                scored.inputs());
    }

    private FusionFailed failed(int trial, int fusion) {
        FusionSuggested order = order(trial, fusion);
        return new FusionFailed("s", order.trialId(), order.fusionId(), FailureReason.UNREADABLE, "gone");
    }

    private FusionSuggested order(int trial, int fusion) {
        return all(FusionSuggested.class).stream()
                .filter(order -> order.fusionId().equals("s.t" + trial + ".f" + fusion))
                .findFirst()
                .orElseThrow();
    }

    private <E extends Event> List<E> all(Class<E> type) {
        return decided.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
