package dev.bilevel.study;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.StudySubmitted;

import java.nio.file.Path;

/// Specs for tests: small, valid, and easy to break.
public final class Specs {
    public static final String SMALL = """
            name: small
            seed: 17
            task: SST-2
            data: data
            model: {path: models/micro, weights: random}
            validation: 0.2
            compute: {device: cpu, threads: 1, maxLength: 32}
            training: {checkpoints: 3, from: 0.5}
            outer:
              space:
                learningRate: {log: [1e-5, 1e-2]}
                batchSize: {choice: [8, 16, 32], ordered: true}
              acquisition: ei
              trials: 6
              initial: 3
              parallelism: 1
            inner: {acquisition: ucb, fusions: 6, examples: 64}
            """;

    private Specs() {}

    public static StudySpec read(String yaml) {
        return StudySpec.fromYaml(yaml, Path.of("/studies"));
    }

    public static StudySubmitted submitted(String studyId, String yaml) {
        return new StudySubmitted(studyId, read(yaml).toJson());
    }

    static String json(Object event) {
        return EventCodec.mapper().valueToTree(event).toString();
    }
}
