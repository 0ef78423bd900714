/// A study on a stack that is killed piece by piece, and whether that made a difference.
///
/// [Plan] says beforehand, from a seed alone, what is killed when: a [Strike] comes when the journal has reached an
/// entry. [JournalProgress] follows the journal, [Striker] carries the plan out while the study runs, and leaves a
/// [Blow] for each strike. [Outcome] holds the journal against that of an undisturbed run.
package dev.bilevel.standalone.chaos;
