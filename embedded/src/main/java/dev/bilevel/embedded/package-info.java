/// Kafka, PostgreSQL and Redis on this machine, from Maven artifacts: for the tests of the services and for
/// `./bilevel`.
///
/// [EmbeddedStack] starts all three at once, on free ports unless told otherwise, in a folder that keeps their
/// data: a second start on the same folder finds everything again. [EmbeddedKafka], [EmbeddedPostgresql] and
/// [EmbeddedRedis] also start alone; [KafkaProcess] is the broker as a process of its own, which may be killed.
/// [Provision] creates the topics and configures the share groups, on any broker.
///
/// Servers write their logs to files in the folder. Everything listens on 127.0.0.1 only.
package dev.bilevel.embedded;
