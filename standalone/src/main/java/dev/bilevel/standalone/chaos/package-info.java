/// A study on a stack that is killed piece by piece, and whether that made a difference.
///
/// [Plan] says beforehand, from a seed alone, what is killed when: a [Strike] comes when the journal has reached an
/// entry. [JournalProgress] follows the journal, [Striker] carries the plan out while the study runs, and leaves a
/// [Blow] for each strike. [Outcome] holds the journal against that of an undisturbed run.
///
/// Some strikes wait for a [Moment] that chance would hardly hit. It is watched for from outside, in the store and in
/// Kafka, as the services know nothing of being watched; [Ambush] freezes the process that is at it, and kills only if
/// the moment is still there. [Hit] says what came of that.
package dev.bilevel.standalone.chaos;
