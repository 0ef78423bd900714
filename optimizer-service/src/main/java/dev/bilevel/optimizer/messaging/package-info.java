/// Kafka: records in, a decision on each, one transaction out.
///
/// [Observations] is the loop. The state of a partition's [Studies] is a [Fold] of its journal. [Ownership] knows which
/// partitions are this instance's; as an [OwnedPartition], a fold is completed by [JournalReplay] before anything is
/// decided from it, and those of the other instances are kept up by [Standby]. [Judgement] is what a record leads to,
/// [Publication] turns entries into records, and [Effects] puts both together; what lies in another partition than its
/// study's ([Partitions]) is passed on there. Records that waited together share a [Turn], which [Transactions] writes
/// with the inputs' offsets or not at all. What cannot be read or taken is a [DeadLetter] in the same kind of
/// transaction. Beside all that, [JournalPages] reads one study's journal for those who ask.
///
/// Three rules keep the state and the journal the same thing: within a turn the state goes ahead, and nothing of it is
/// told before the commit; after an abort the state goes back to what is settled, and the journal completes it; and a
/// transaction proves to the broker that its group generation still owns the partitions.
package dev.bilevel.optimizer.messaging;
