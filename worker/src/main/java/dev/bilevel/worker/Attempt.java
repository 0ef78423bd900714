package dev.bilevel.worker;

import dev.bilevel.events.Event;

/// One delivery of a piece of work to this process: how often it was tried, whether to go on, and whom to tell.
///
/// Thread-safe.
public interface Attempt {

    /// Which delivery this is, from 1.
    int number();

    /// Whether to give up soon, because the study was cancelled or the process stops. Cheap: ask at every step.
    boolean cancelled();

    /// Publishes an intermediate event now, and waits until Kafka has it.
    ///
    /// @throws PublishFailed if Kafka does not take it: let it pass, the record is then released
    void publish(Event event);

    /// Tells people how far a trial is. Best effort and throttled: most calls do nothing, none waits.
    void progress(String trialId, Progress progress);
}
