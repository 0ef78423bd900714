package dev.bilevel.optimizer;

import dev.bilevel.events.StudySubmitted;
import dev.bilevel.study.StudySpec;

import java.nio.file.Path;

/// A spec for tests: small, valid, and easy to break.
final class Specs {
    static final int TRIALS = 4;
    static final int FUSIONS = 5;

    static final String SMALL = """
            name: small
            seed: 17
            task: SST-2
            data: /data
            model: {path: /models/micro, weights: random}
            validation: 0.2
            compute: {device: cpu, threads: 1, maxLength: 32}
            training: {checkpoints: 3, from: 0.5}
            outer:
              space:
                learningRate: {log: [1e-5, 1e-2]}
                batchSize: {choice: [8, 16, 32], ordered: true}
              acquisition: ei
              trials: 4
              initial: 3
            inner: {acquisition: ucb, fusions: 5, examples: 64}
            """;

    private Specs() {}

    static StudySubmitted submitted(String studyId) {
        return submitted(studyId, SMALL);
    }

    static StudySubmitted submitted(String studyId, String yaml) {
        return new StudySubmitted(
                studyId, StudySpec.fromYaml(yaml, Path.of("/studies")).toJson());
    }
}
