/// The trainer service: takes [dev.bilevel.events.TrialSuggested] from the share group of its kind and answers with
/// [dev.bilevel.events.TrialTrained], or with [dev.bilevel.events.TrialFailed] and a reason; tells of each checkpoint
/// on the way.
///
/// [TrialWork] is the whole job. [TrialInputs] hashes everything that a training depends on; under that hash
/// [StoredTrials] keeps the trajectory and, written last, its result, so that a repetition answers without training.
/// The training itself lives in `core/encoder`, everything between Kafka and the work in `worker`.
package dev.bilevel.trainer;
