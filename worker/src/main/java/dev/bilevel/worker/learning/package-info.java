/// What an order means to the workers that learn, the trainer and the evaluator: events in, models, settings and
/// examples of `core` out. Each thing that an order may get wrong becomes
/// [dev.bilevel.events.FailureReason#INVALID] with one line that says what; a network that is away is
/// [dev.bilevel.events.FailureReason#UNREADABLE], which costs a trial and not the study.
///
/// [Orders] reads models and settings, [Splits] reads data and remembers what it read last. What comes from the
/// network (`hf://…`, `download`) is found in this machine's cache, or downloaded into it.
package dev.bilevel.worker.learning;
