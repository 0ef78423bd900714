package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Observations;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.Specs;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ForkTest {
    private final List<JournalEntry> journal = Journals.small();

    @Test
    void theForkKnowsWhatWasSettledAndHasTheRestOfTheBudget() throws Exception {
        StudySpec fork = StudySpec.fromJson(Fork.spec(behind(3)));

        assertThat(fork.name()).isEqualTo("small-fork");
        assertThat(fork.outer().trials()).isEqualTo(6 - 4);
        assertThat(fork.outer().initial()).as("the design of 3 is done").isEqualTo(1);
        assertThat(fork.outer().earlier()).hasSize(4);
        for (int trial = 0; trial < 4; trial++) {
            Observation known = fork.outer().earlier().get(trial);
            TrialCompleted completed =
                    (TrialCompleted) journal.get(Journals.place(journal, TrialCompleted.class, trial))
                            .event();
            TrialSuggested suggested =
                    (TrialSuggested) journal.get(Journals.place(journal, TrialSuggested.class, trial))
                            .event();
            assertThat(known.outcome()).isEqualTo(new Outcome.Measured(completed.value()));
            assertThat(known.configuration().values())
                    .isEqualTo(suggested.params().values());
        }
    }

    @Test
    void theForkGoesOnFromThere() throws Exception {
        ObjectNode spec = Fork.spec(behind(3));
        List<JournalEntry> forked =
                Simulation.run(Specs.submitted("forked", SpecTree.toYaml(spec)), new SimulatedWorkers(0), 1);

        TrialSuggested first = (TrialSuggested) forked.get(1).event();
        assertThat(first.why().surrogate()).as("the design is done already").isNotEmpty();
        assertThat(Journals.story(forked).study().trials()).hasSize(2);
        assertThat(Journals.verify(forked)).isInstanceOf(Verification.Outcome.Verified.class);
    }

    @Test
    void theRestOfTheDesignIsWhatTheOtherStudyWouldHaveTried() throws Exception {
        List<JournalEntry> forked = Simulation.run(
                Specs.submitted("forked", SpecTree.toYaml(Fork.spec(behind(0)))), new SimulatedWorkers(0), 1);

        for (int trial = 0; trial < 2; trial++) {
            TrialSuggested there =
                    (TrialSuggested) journal.get(Journals.place(journal, TrialSuggested.class, trial + 1))
                            .event();
            TrialSuggested here = (TrialSuggested) forked.get(Journals.place(forked, TrialSuggested.class, trial))
                    .event();
            assertThat(here.params()).isEqualTo(there.params());
        }
        TrialSuggested next = (TrialSuggested)
                forked.get(Journals.place(forked, TrialSuggested.class, 2)).event();
        assertThat(next.why().surrogate()).isNotEmpty();
    }

    @Test
    void aSpecAsYamlIsTheSameSpec() throws Exception {
        ObjectNode spec = Fork.spec(behind(4));

        assertThat(StudySpec.fromJson(SpecTree.parse(SpecTree.toYaml(spec)))).isEqualTo(StudySpec.fromJson(spec));
    }

    @Test
    void aTrialOnItsWayIsTriedFirst() throws Exception {
        Study before = Journals.story(journal.subList(0, Journals.place(journal, TrialCompleted.class, 3)))
                .study();

        assertThat(Fork.settled(before)).hasSize(3);
        assertThat(before.trials()).hasSize(4);
        StudySpec fork = StudySpec.fromJson(Fork.spec(before));
        assertThat(fork.outer().points())
                .containsExactly(before.trials().get(3).suggested().configuration());
        List<JournalEntry> forked = Simulation.run(
                Specs.submitted("forked", SpecTree.toYaml(Fork.spec(before))), new SimulatedWorkers(0), 1);
        assertThat(((TrialSuggested) forked.get(1).event()).params())
                .isEqualTo(before.trials().get(3).suggested().params());
    }

    @Test
    void whatTheNewSettingsWouldHaveFoundOutAsWellIsTakenFromTheJournal() throws Exception {
        Fork.What whatIf = whatIf(1, tree -> acquisition(tree, "outer", "ucb"));

        assertThat(whatIf.reused())
                .as("the design of 3 is the same under any acquisition")
                .isEqualTo(3);
        assertThat(whatIf.left()).isEqualTo(3);
        StudySpec fork = whatIf.spec();
        assertThat(fork.outer().earlier()).isEqualTo(Fork.settled(behind(2)));
        assertThat(fork.outer().trials()).isEqualTo(3);
        assertThat(fork.outer().acquisition().name()).isEqualTo("ucb");
        assertThat(fork.name()).isEqualTo("small-fork");
    }

    @Test
    void whatWasTriedOutsideTheNewSpaceIsNotKnown() throws Exception {
        Study before = behind(4);
        long at = before.nextSequence() - 1;
        List<Observation> settled = Fork.settled(before);
        double middle = settled.stream()
                .mapToDouble(ForkTest::learningRate)
                .sorted()
                .skip(2)
                .findFirst()
                .orElseThrow();

        Fork.What whatIf = whatIf(
                at,
                tree -> tree.withObject("/outer/space/learningRate")
                        .putArray("log")
                        .add(middle)
                        .add(1));

        assertThat(whatIf.outside()).isEqualTo(2);
        assertThat(whatIf.reused()).isZero();
        assertThat(whatIf.spec().outer().earlier())
                .isEqualTo(settled.stream()
                        .filter(known -> learningRate(known) >= middle)
                        .toList());
        assertThat(whatIf.spec().outer().trials()).isEqualTo(1);

        Fork.What another = whatIf(
                at,
                tree -> tree.withObject("/outer/space/dropout")
                        .putArray("uniform")
                        .add(0)
                        .add(0.3));
        assertThat(another.outside()).isEqualTo(5);
        assertThat(another.spec().outer().earlier()).isEmpty();
        assertThat(another.spec().outer().initial())
                .as("the design begins anew")
                .isEqualTo(3);
    }

    private static double learningRate(Observation observation) {
        return (double) observation.configuration().values().get("learningRate");
    }

    @Test
    void whatTheNewSettingsWouldHaveFusedOtherwiseIsNotTaken() throws Exception {
        Fork.What whatIf = whatIf(1, tree -> acquisition(tree, "inner", "ei"));

        assertThat(whatIf.reused()).isZero();
        assertThat(whatIf.spec().outer().trials()).isEqualTo(6);
        assertThat(whatIf.parting()
                        .trials()
                        .getFirst()
                        .innerLoop()
                        .orElseThrow()
                        .fusions())
                .as("the fusions that are always tried are the same")
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void moreTrialsGoOnBehindTheEndOfTheOther() throws Exception {
        Fork.What whatIf = whatIf(1, tree -> ((ObjectNode) tree.get("outer")).put("trials", 8));

        assertThat(whatIf.reused()).isEqualTo(6);
        assertThat(whatIf.left()).isEqualTo(2);
        assertThat(whatIf.spec().outer().earlier()).hasSize(6);
    }

    @Test
    void theBudgetCountsFromWhereTheForkBegins() throws Exception {
        long at = behind(3).nextSequence() - 1;

        Fork.What whatIf = whatIf(at, tree -> ((ObjectNode) tree.get("outer")).put("trials", 5));

        assertThat(whatIf.reused()).as("of the six, four are settled by then").isEqualTo(2);
        assertThat(whatIf.left()).isEqualTo(3);
    }

    @Test
    void whatTheSettingsKnowStandsBesideWhatTheJournalKnows() throws Exception {
        Study before = Journals.story(journal.subList(0, Journals.place(journal, TrialCompleted.class, 2)))
                .study();
        long at = before.nextSequence() - 1;
        String params = "{\"learningRate\":0.005,\"batchSize\":8}";

        Fork.What whatIf = whatIf(at, tree -> {
            tree.withArray("/outer/earlier").addObject().put("value", 0.5).set("params", json(params));
            tree.withArray("/outer/points").add(json(params.replace("0.005", "0.006")));
        });

        assertThat(whatIf.spec().outer().earlier())
                .hasSize(3)
                .startsWith(Fork.settled(before).toArray(Observation[]::new));
        assertThat(whatIf.spec().outer().points())
                .hasSize(2)
                .startsWith(before.trials().get(2).suggested().configuration());
    }

    private static JsonNode json(String text) {
        return SpecTree.parse(text);
    }

    @Test
    void anEntryThatCannotFollowIsNoticedBehindTheParting() throws Exception {
        Fork fork = new Fork(1, (_, tree) -> StudySpec.fromJson(acquired(tree)));
        for (JournalEntry entry : journal) {
            fork.take(entry.sequence() + 1, entry);
        }
        JournalEntry again = new JournalEntry(
                "s",
                journal.size(),
                JournalEntry.Role.OBSERVATION,
                journal.get(Journals.place(journal, ModelScored.class, 0)).event());

        assertThatThrownBy(() -> fork.take(journal.size() + 1, again))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageContaining("cannot follow the lines before it");
    }

    private static ObjectNode acquired(ObjectNode tree) {
        acquisition(tree, "inner", "ei");
        return tree;
    }

    @Test
    void settingsWithoutADifferenceLeaveNothingToTry() throws Exception {
        int last = Journals.place(journal, TrialSuggested.class, 5);

        assertThat(whatIf(last, tree -> acquisition(tree, "outer", "ucb")).left())
                .isZero();
    }

    @Test
    void aForkThatSearchesAsBeforeIsAnotherRun() throws Exception {
        int behindTwo = Journals.place(journal, TrialSuggested.class, 2);
        Fork.What whatIf = whatIf(behindTwo, tree -> tree.put("name", "again"));

        assertThat(whatIf.reused()).isZero();
        assertThat(whatIf.spec().outer().earlier()).hasSize(2);
        assertThat(whatIf.spec().outer().trials()).isEqualTo(4);
    }

    @Test
    void pointsOfItsOwnAreItsOwnWay() throws Exception {
        Study known = behind(5);
        Fork.What whatIf = whatIf(1, tree -> {
            ObjectNode outer = (ObjectNode) tree.get("outer");
            outer.withArray("points")
                    .add(Observations.write(Fork.settled(known).getLast()).get("params"));
        });

        assertThat(whatIf.reused()).isZero();
    }

    @Test
    void settingsThatChangeWhatAValueMeansAreFound() throws Exception {
        Study before = behind(2);

        assertThat(changed(before, "inner", "acquisition", "ei")).isEmpty();
        assertThat(changed(before, "model", "path", "/elsewhere")).isEmpty();
        assertThat(changed(before, "model", "weights", "pretrained")).contains("model.weights");
        assertThat(changed(before, "training", "from", "0.9")).contains("training.from");
        assertThat(changed(before, "compute", "device", "cuda")).contains("compute.device");
    }

    @Test
    void anotherModelOfTheHubIsFoundWhereverItStands() throws Exception {
        String commit = "@" + "0".repeat(40);
        ObjectNode spec = behind(2).spec().toJson();
        ((ObjectNode) spec.get("model")).put("path", "hf://a/b" + commit);
        Study before = Journals.story(
                        Simulation.run(new dev.bilevel.events.StudySubmitted("hub", spec), new SimulatedWorkers(0), 1))
                .study();

        assertThat(changed(before, "model", "path", "hf://a/c" + commit)).contains("model.path");
        assertThat(changed(before, "model", "path", "/a/copy/of/it")).isEmpty();
        assertThat(changed(before, "model", "tokenizer", "hf://a/b" + commit)).isEmpty();
    }

    /// Settings are put into the tree of the spec.
    private Fork.What whatIf(long at, Consumer<ObjectNode> settings) throws Exception {
        Fork fork = new Fork(at, (_, tree) -> {
            settings.accept(tree);
            return StudySpec.fromJson(tree);
        });
        for (JournalEntry entry : journal) {
            fork.take(entry.sequence() + 1, entry);
        }
        return fork.whatIf();
    }

    private static void acquisition(ObjectNode tree, String level, String name) {
        ((ObjectNode) tree.get(level)).put("acquisition", name);
    }

    private static java.util.Optional<String> changed(Study before, String part, String field, String value) {
        ObjectNode spec = Fork.spec(before);
        ((ObjectNode) spec.get(part)).put(field, value);
        return Fork.notComparable(before, spec);
    }

    /// The state once the n-th trial, from 0, is completed.
    private Study behind(int trial) throws Exception {
        return Journals.story(journal.subList(0, Journals.place(journal, TrialCompleted.class, trial) + 1))
                .study();
    }
}
