package dev.bilevel.optimizer.rest;

import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Problem;
import jakarta.ws.rs.core.Response.Status;

import java.util.List;

/// A request that is not carried out, and what is wrong with it.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status status;
    private final transient List<Problem> problems;

    private Refusal(Status status, String message, List<Problem> problems) {
        super(message);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    static Refusal unknownStudy(String id) {
        return new Refusal(Status.NOT_FOUND, "There is no study '" + id + "'.", List.of());
    }

    static Refusal unknownTrial(String id, int number) {
        return new Refusal(Status.NOT_FOUND, "Study '" + id + "' has no trial " + number + ".", List.of());
    }

    static Refusal conflict(String message) {
        return new Refusal(Status.CONFLICT, message, List.of());
    }

    /// @param what in words, at the beginning of a sentence
    static Refusal tooLarge(String what, long most) {
        return new Refusal(
                Status.REQUEST_ENTITY_TOO_LARGE, what + " is longer than " + most + " bytes, the most.", List.of());
    }

    /// A journal that is none, or no longer one.
    static Refusal unreadable(UnreadableJournal wrong) {
        String message = wrong.getMessage();
        Problem problem = new Problem(
                "line " + wrong.line(),
                message.substring(message.indexOf(": ") + 2),
                "a study's whole journal, as ./bilevel export writes it");
        return new Refusal(Status.BAD_REQUEST, message, List.of(problem));
    }

    /// A journal that is one, but not one of these deciders.
    static Refusal undecidable(String message) {
        Problem problem = new Problem("journal", message, "one that the deciders here would have written");
        return new Refusal(Status.BAD_REQUEST, message, List.of(problem));
    }

    static Refusal busy(String what) {
        return new Refusal(Status.SERVICE_UNAVAILABLE, what + "; try again in a few seconds.", List.of());
    }

    static Refusal unavailable(String what) {
        return new Refusal(
                Status.SERVICE_UNAVAILABLE, what + " does not answer; try again in a few seconds.", List.of());
    }

    static Refusal invalid(String field, String found, String expected) {
        Problem problem = new Problem(field, found, expected);
        return new Refusal(Status.BAD_REQUEST, problem.message(), List.of(problem));
    }

    static Refusal invalid(InvalidSpec spec) {
        return new Refusal(Status.BAD_REQUEST, spec.getMessage(), spec.problems());
    }

    Status status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }
}
