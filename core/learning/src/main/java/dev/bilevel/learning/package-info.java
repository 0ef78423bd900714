/// What the orders of a study mean: events in; models, settings, examples and trainings of `core` out. The trainer and
/// the evaluator carry orders out, and so does whoever wants to see whether they did.
///
/// Each thing that an order may get wrong becomes [OrderFailed] with [dev.bilevel.events.FailureReason#INVALID] and
/// one line that says what; a network that is away is [dev.bilevel.events.FailureReason#UNREADABLE], and
/// hyperparameters that do not fit are [dev.bilevel.events.FailureReason#INFEASIBLE]: these cost a trial and not the
/// study.
///
/// [Orders] reads models and settings, [Splits] reads data and remembers what it read last, [TrialTraining] puts them
/// together to a training, [Contents] says what the files held. What comes from the network (`hf://…`, `download`) is
/// found in this machine's cache, or downloaded into it.
package dev.bilevel.learning;
