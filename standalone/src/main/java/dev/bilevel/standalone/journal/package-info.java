/// The commands that work on a journal as a file: no stack is started, nothing but the file is needed.
///
/// [JournalFile] opens one and turns whatever is wrong with it into one line; [ReplayJournal], [VerifyJournal],
/// [CompareJournals] and [ForkJournal] hand its entries to `dev.bilevel.study.journal` and print what comes back.
package dev.bilevel.standalone.journal;
