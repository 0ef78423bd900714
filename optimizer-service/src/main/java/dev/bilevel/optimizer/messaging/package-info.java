/// Kafka: one record in, one decision, one transaction out.
///
/// [Observations] is the loop. [Ownership] knows which partitions are this instance's, and an [OwnedPartition]
/// holds the state of its [Studies], rebuilt by [JournalReplay] and by nothing else. [Judgement] is what a record
/// leads to, [Publication] turns entries into records, [Transactions] writes them with the input's offset or not at
/// all. What cannot be read or taken is a [DeadLetter] in the same kind of transaction.
///
/// Three rules keep the state and the journal the same thing: state changes only after a commit; after an abort the
/// journal is replayed; and a transaction proves to the broker that its group generation still owns the partition.
package dev.bilevel.optimizer.messaging;
