/// Kafka: records in, a decision on each, one transaction out.
///
/// [Observations] is the loop. [Ownership] knows which partitions are this instance's, and an [OwnedPartition]
/// holds the state of its [Studies], rebuilt by [JournalReplay] and by nothing else. [Judgement] is what a record
/// leads to, [Publication] turns entries into records, and [Effects] puts both together. Records that waited together
/// share a [Turn], which [Transactions] writes with the inputs' offsets or not at all. What cannot be read or taken is
/// a [DeadLetter] in the same kind of transaction. Beside all that, [JournalPages] reads one study's journal for those
/// who ask.
///
/// Three rules keep the state and the journal the same thing: within a turn the state goes ahead, and nothing of it is
/// told before the commit; after an abort the journal is replayed; and a transaction proves to the broker that its
/// group generation still owns the partitions.
package dev.bilevel.optimizer.messaging;
