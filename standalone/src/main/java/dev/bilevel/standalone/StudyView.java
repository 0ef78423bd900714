package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.standalone.progress.Snapshot;
import dev.bilevel.standalone.progress.Snapshot.Current;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;

/// A study as the optimizer's `GET /studies/{id}` shows it. Fields that are missing count as not known yet.
///
/// @param status `submitted`, `running`, `completed`, `failed` or `cancelled`
record StudyView(String status, Snapshot snapshot) {
    private static final Set<String> LAST = Set.of("completed", "failed", "cancelled");

    static StudyView of(JsonNode study) {
        JsonNode counts = study.path("counts");
        JsonNode inner = study.path("spec").path("inner");
        int failed = counts.path("failed").asInt();
        JsonNode best = study.path("best").path("value");
        return new StudyView(
                study.path("status").asText(),
                new Snapshot(
                        counts.path("budget").asInt(),
                        counts.path("completed").asInt() + failed,
                        failed,
                        inner.path("fusions").asInt(),
                        current(study.path("trials")),
                        best.isNumber() ? OptionalDouble.of(best.asDouble()) : OptionalDouble.empty()));
    }

    /// Whether nothing more will happen.
    boolean over() {
        return LAST.contains(status);
    }

    private static Optional<Current> current(JsonNode trials) {
        return StreamSupport.stream(trials.spliterator(), false)
                .map(StudyView::working)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Current> working(JsonNode trial) {
        int index = trial.path("trial").asInt();
        JsonNode inner = trial.path("inner");
        return switch (trial.path("state").asText()) {
            case "training" -> Optional.of(training(index, trial.path("progress")));
            case "fusing" ->
                Optional.of(new Snapshot.Fusing(
                        index,
                        inner.path("scored").asInt() + inner.path("failed").asInt()));
            case "validating" ->
                Optional.of(new Snapshot.Fusing(index, inner.path("budget").asInt()));
            default -> Optional.empty();
        };
    }

    private static Current training(int trial, JsonNode progress) {
        return progress.path("steps").asInt() == 0
                ? new Snapshot.Waiting(trial)
                : new Snapshot.Training(
                        trial,
                        progress.path("step").asInt(),
                        progress.path("steps").asInt(),
                        progress.path("loss").asDouble());
    }
}
