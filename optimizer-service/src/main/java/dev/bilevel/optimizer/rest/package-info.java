/// The REST API: submit, watch and cancel studies, and take their journals home.
///
/// [StudiesResource] has the studies, [JournalResource] what happens in them, as NDJSON and as server-sent events, and
/// [ReplayResource] what had happened at some entry, and what could have followed. [ImportResource] takes a journal
/// from elsewhere.
///
/// [Journals] come from Kafka, everything else that is asked from the read model; everything that is told goes to the
/// topic `bilevel.studies`. The API decides nothing. What is wrong with a request comes back as problem details (RFC
/// 9457), see [Refusal].
package dev.bilevel.optimizer.rest;
