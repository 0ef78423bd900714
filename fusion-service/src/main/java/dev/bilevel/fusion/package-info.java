/// The fusion service: takes [dev.bilevel.events.FusionSuggested] from the share group `bilevel-fusion` and answers
/// with [dev.bilevel.events.ModelFused], or with [dev.bilevel.events.FusionFailed] and a reason.
///
/// It also deletes: [dev.bilevel.events.FilesReleased] says what, and [ReleaseWork] does it. Here, because whoever
/// fuses sees every store and has nothing to compute.
///
/// [FusionWork] verifies the checkpoints, [FusedModels] keeps what was fused under the hash of its inputs, and
/// everything between Kafka and the work lives in `worker`. Holds no state: any number of these may run.
package dev.bilevel.fusion;
