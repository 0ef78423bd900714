/// What the trainer, fusion and evaluator services share: everything between a Kafka share group and a piece of work.
///
/// A service brings one [Work] for each type of event that it takes and names its topic and group in [WorkerConfig].
/// The rest happens here. [ShareLoop] polls the share group and holds one record at a time, renewing its lock while
/// [Workbench] decodes it, lets the work run on a thread of its own and publishes what comes back through [Outbox];
/// only then is the record accepted. So a result may be published twice, and is never lost: work must be idempotent.
///
/// | what happens | what follows |
/// | --- | --- |
/// | the work returns events | published, then the record is accepted |
/// | the work throws [WorkFailed] or anything else | its failure event is published, then the record is accepted; work
/// that nobody waits for has none, and the record becomes a dead letter |
/// | delivered more often than `bilevel.worker.attempts` | the failure event CRASHED, without working |
/// | the record is no event, or another service's | a dead letter with the reason, then the record is accepted |
/// | publishing fails, or the process stops | the record is released: another worker gets it |
///
/// Redis is a [NoticeBoard]: heartbeats, progress and the cancel flag, read and written on the side. Work neither waits
/// for it nor fails without it. Read [Work] first, then [Workbench], then [ShareLoop].
package dev.bilevel.worker;
