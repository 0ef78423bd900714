package dev.bilevel.study;

/// An event that a study cannot take: well formed, but impossible here. It belongs among the dead letters; the study
/// goes on as if it had not come.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
