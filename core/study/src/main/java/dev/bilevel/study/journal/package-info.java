/// What can be done with a journal as a file, on a laptop, without a stack.
///
/// [Replay] folds it into the study's state, line by line; every other class begins with one. [Story] is that
/// state as a table; [Verification] recomputes every decision from what was known before it; [Comparison] finds
/// where two studies part; [Fork] is the spec of a what-if.
///
/// A journal can also go on elsewhere: [Arrival] takes it in part by part, [Outstanding] is the work that its study
/// waits for, [Needed] are the files that it needs for that.
///
/// Journals come from `JournalReader`, which has checked sequence, study and hashes before anything here sees a line.
package dev.bilevel.study.journal;
