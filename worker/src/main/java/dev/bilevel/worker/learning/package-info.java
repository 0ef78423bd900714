/// What an order means to the workers that learn, the trainer and the evaluator: events in, models, settings and
/// examples of `core` out. Each thing that an order may get wrong becomes
/// [dev.bilevel.events.FailureReason#INVALID] with one line that says what.
///
/// [Orders] reads models and settings, [Splits] reads data and remembers what it read last.
package dev.bilevel.worker.learning;
