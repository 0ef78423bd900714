package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.glue.Task;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a study: the winner and its baselines go to the holdout, which nothing has seen before, and their scores
/// are the result.
final class Verdict {
    private record Question(ModelRole role, Split split, Fusion fusion) {}

    private Verdict() {}

    static Optional<Event> next(Study study) {
        Optional<Trial.Completed> winner = study.best();
        if (winner.isEmpty()) {
            return Optional.of(new StudyFailed(study.id(), nothingWon(study)));
        }
        Optional<Event> question = questions(study, winner.get())
                .filter(next -> !wasAsked(study, id(winner.get(), next)))
                .map(next -> ask(study, winner.get(), next))
                .findFirst();
        return question.or(() -> study.judging().filter(Judging::isComplete).map(judging -> result(study, judging)));
    }

    private static Stream<Question> questions(Study study, Trial.Completed winner) {
        Stream<Question> matched = Arrays.stream(ModelRole.values())
                .flatMap(role ->
                        fusion(winner.inner(), role).stream().map(fusion -> new Question(role, Split.HOLDOUT, fusion)));
        Stream<Question> mismatched = study.spec().task() == Task.MNLI
                ? fusion(winner.inner(), ModelRole.FUSED).stream()
                        .map(fusion -> new Question(ModelRole.FUSED, Split.HOLDOUT_MISMATCHED, fusion))
                : Stream.empty();
        return Stream.concat(matched, mismatched);
    }

    private static Optional<Fusion> fusion(InnerLoop inner, ModelRole role) {
        return switch (role) {
            case FUSED -> inner.best();
            case LAST -> inner.last();
            case BEST_SINGLE -> inner.bestSingle();
            case UNIFORM -> inner.uniform();
        };
    }

    private static Event ask(Study study, Trial.Completed winner, Question question) {
        return new ModelSelected(
                study.id(),
                winner.suggested().id(),
                id(winner, question),
                question.role(),
                Decisions.model(question.fusion()),
                Decisions.scoring(study.spec(), question.split(), 0));
    }

    private static boolean wasAsked(Study study, String modelId) {
        return study.judging()
                .map(judging -> judging.asked().containsKey(modelId))
                .orElse(false);
    }

    private static String id(Trial.Completed winner, Question question) {
        return Ids.model(winner.suggested().id(), question.role(), question.split());
    }

    private static StudyCompleted result(Study study, Judging judging) {
        Trial.Completed winner = (Trial.Completed) study.trials().get(judging.winner());
        Fusion best = winner.inner().best().orElseThrow();
        return new StudyCompleted(
                study.id(),
                winner.suggested().id(),
                winner.suggested().index(),
                winner.suggested().params(),
                best.weights(),
                Decisions.model(best),
                winner.value(),
                holdout(winner.suggested().id(), judging),
                study.trials().size(),
                study.failedTrials());
    }

    private static Map<ModelRole, Double> holdout(String trialId, Judging judging) {
        Map<ModelRole, Double> byRole = new EnumMap<>(ModelRole.class);
        for (ModelRole role : ModelRole.values()) {
            Optional.ofNullable(judging.answered().get(Ids.model(trialId, role, Split.HOLDOUT)))
                    .flatMap(answer -> answer)
                    .ifPresent(metric -> byRole.put(role, metric));
        }
        return byRole;
    }

    private static String nothingWon(Study study) {
        List<String> messages = study.trials().stream()
                .filter(Trial.Failed.class::isInstance)
                .map(trial -> ((Trial.Failed) trial).message())
                .distinct()
                .limit(3)
                .toList();
        return "none of its " + study.trials().size() + " trials has a value: " + String.join("; ", messages);
    }
}
