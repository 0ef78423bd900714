/// What can be done with a journal as a file, on a laptop, without a stack.
///
/// [Replay] folds it into the study's state, line by line; every other class begins with one. [Story] is that
/// state as a table; [Verification] recomputes every decision from what was known before it; [Comparison] finds
/// where two studies part; [Fork] is the spec of a what-if.
///
/// Journals come from `JournalReader`, which has checked sequence, study and hashes before anything here sees a line.
package dev.bilevel.study.journal;
