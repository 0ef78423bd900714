package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;

import java.util.List;
import java.util.Optional;

/// One kind of work: takes an event from the service's work topic and answers with events.
///
/// A record may be delivered again after a crash, a lost lock or a failed publication, so work must be idempotent: the
/// same event gives the same results. One piece of work runs at a time in a process; implementations are CDI beans.
///
/// @param <E> the event that asks for this work
public interface Work<E extends Event> {

    /// The type of event that asks for this work.
    Class<E> event();

    /// Does the work, on a thread of its own; may take hours.
    ///
    /// @return what to publish, in this order
    /// @throws WorkFailed if there can be no result, for a reason that the study should know
    /// @throws Exception for anything unforeseen: logged with its stack trace, and published as [#failed] with
    ///     [FailureReason#CRASHED]
    List<Event> perform(E event, Attempt attempt) throws Exception;

    /// The event which says that this work has no result; empty where nobody waits for one: the record then becomes a
    /// dead letter.
    ///
    /// @param message one line for people
    Optional<Event> failed(E event, FailureReason reason, String message);
}
