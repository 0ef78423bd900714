package dev.bilevel.study.journal;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.study.Fusion;
import dev.bilevel.study.InnerLoop;
import dev.bilevel.study.Study;
import dev.bilevel.study.Trial;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files that a study cannot go on without: what it may still ask a worker to read, and no worker makes again.
///
/// | of | files | since |
/// | --- | --- | --- |
/// | a trial in training | none | its trainer makes them, or finds them |
/// | a trial whose inner loop goes on | its checkpoints | its next fusions are made of them |
/// | any trial that can still win | its best fusion, SWA, last and best single checkpoint, as models | they are scored
/// on the holdout if it does |
/// | a study that is over | none | nothing is asked for any more |
public final class Needed {
    private Needed() {}

    /// Each once, by trial.
    public static List<Artifact> by(Study study) {
        if (study.isOver()) {
            return List.of();
        }
        Optional<Trial.Completed> best = study.best();
        return study.trials().stream()
                .filter(trial ->
                        !trial.isSettled() || best.isPresent() && best.get().equals(trial))
                .flatMap(Needed::of)
                .distinct()
                .toList();
    }

    private static Stream<Artifact> of(Trial trial) {
        return trial.innerLoop().stream().flatMap(inner -> Stream.concat(checkpoints(trial, inner), models(inner)));
    }

    private static Stream<Artifact> checkpoints(Trial trial, InnerLoop inner) {
        return trial instanceof Trial.Fusing ? inner.trajectory().stream().map(Checkpoint::artifact) : Stream.empty();
    }

    private static Stream<Artifact> models(InnerLoop inner) {
        return Stream.of(inner.best(), inner.uniform(), inner.last(), inner.bestSingle())
                .flatMap(Optional::stream)
                .flatMap(fusion -> fusion.result() instanceof Fusion.Result.Scored scored
                        ? Stream.of(scored.model())
                        : Stream.empty());
    }
}
