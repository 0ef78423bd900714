/// The optimizer service: a thin shell around the deciders of `core/study`.
///
/// A record comes in on `bilevel.studies`, `bilevel.checkpoints` or `bilevel.scores`
/// ([dev.bilevel.optimizer.messaging]); the deciders say what follows; journal entries, work for the other services
/// and the input's offset go out in one Kafka transaction. Beside that, and never in its way, the journal is
/// projected into tables ([dev.bilevel.optimizer.readmodel]) that the REST API ([dev.bilevel.optimizer.rest])
/// shows, with live progress from Redis ([dev.bilevel.optimizer.live]). Read `messaging.Observations` first.
package dev.bilevel.optimizer;
