package dev.bilevel.optimizer.rest;

/// The spec that the API's description shows.
final class Example {
    static final String SPEC = """
            name: small
            seed: 17
            task: SST-2
            data: /data/glue
            model: {path: /models/roberta-micro, weights: random}
            outer:
              space:
                learningRate: {log: [1e-5, 1e-2]}
                batchSize: {choice: [8, 16, 32], ordered: true}
              trials: 8
            inner: {fusions: 10}
            """;

    private Example() {}
}
