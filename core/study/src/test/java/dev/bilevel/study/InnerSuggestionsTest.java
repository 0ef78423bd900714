package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Simplex;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.events.Event;
import dev.bilevel.events.Explanation.Origin;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelScored;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

class InnerSuggestionsTest {
    private static final String SPEC = Specs.SMALL.replace("fusions: 6", "fusions: 8");
    private static final int FAILING = 2;

    private final SimulatedWorkers workers = new SimulatedWorkers(0);
    private final List<Observation> history = new ArrayList<>();
    private Optional<Study> study = Optional.empty();

    @Test
    void theSurrogateIsToldThatAFusionFailed() {
        FusionSuggested suggested = firstOfTheSurrogate();

        assertThat(history).hasSize(suggested.fusion());
        assertThat(suggested.weights()).isEqualTo(suggestion(history));
        List<Observation> unanswered = new ArrayList<>(history);
        unanswered.set(FAILING, new Observation(history.get(FAILING).configuration(), new Outcome.Pending()));
        assertThat(suggested.weights()).isNotEqualTo(suggestion(unanswered));
    }

    /// Runs the first trial's inner loop, in which one fusion fails, until the surrogate has its turn.
    private FusionSuggested firstOfTheSurrogate() {
        Queue<Event> arriving = new ArrayDeque<>(List.of(Specs.submitted("s", SPEC)));
        while (true) {
            for (JournalEntry entry : Decider.decide(study, arriving.remove())) {
                study = Optional.of(Study.evolve(study, entry));
                if (entry.role() == JournalEntry.Role.DECISION) {
                    if (!(entry.event() instanceof FusionSuggested fusion)) {
                        arriving.addAll(workers.answer(entry.event()));
                    } else if (fusion.why().origin() == Origin.SURROGATE) {
                        return fusion;
                    } else {
                        arriving.add(answer(fusion));
                    }
                }
            }
        }
    }

    private Event answer(FusionSuggested fusion) {
        Configuration weights = new Configuration(Map.of("weights", fusion.weights()));
        if (fusion.fusion() == FAILING) {
            history.add(new Observation(weights, new Outcome.Failed("gone")));
            return new FusionFailed("s", fusion.trialId(), fusion.fusionId(), FailureReason.UNREADABLE, "gone");
        }
        ModelScored scored = (ModelScored) workers.answer(fusion).getLast();
        history.add(new Observation(weights, new Outcome.Measured(scored.loss())));
        return scored;
    }

    private static Object suggestion(List<Observation> history) {
        StudySpec spec = Specs.read(SPEC);
        Simplex simplex = new Simplex("weights", 3);
        List<Configuration> given =
                history.subList(0, 4).stream().map(Observation::configuration).toList();
        Level level = new Level(
                new Space(List.of(simplex)),
                Goal.MINIMISE,
                spec.inner().acquisition(),
                new Design(given, Math.max(given.size(), spec.inner().initial())),
                Seed.of(spec, "inner", 0));
        return new Suggester(level).suggest(history).configuration().values().get("weights");
    }
}
