/// The wire contract: what travels between the services, under which name, on which topic, in which encoding.
///
/// Read [Event] first: the sealed list of everything that can happen. [EventType] names each event on the wire,
/// [Topics] places it, [EventCodec] turns it into a CloudEvent and back. A [JournalEntry] is an event with its place in
/// a study's journal.
///
/// Every record checks its fields when it is made, so an event that exists is well formed; what cannot be read becomes
/// an [UnreadableEvent] and a dead letter, with the field named.
package dev.bilevel.events;
