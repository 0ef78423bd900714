package dev.bilevel.study;

/// An observation that is written down wrongly: which field, what was found there, and what was expected.
public final class InvalidObservation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /// @param field its path, as in [Problem]
    public InvalidObservation(String field, String found, String expected) {
        this(new Problem(Fields.quote(field), Fields.quote(found), expected));
    }

    private InvalidObservation(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /// The field's path starts at the observation: `params.learningRate`, `value`.
    public Problem problem() {
        return problem;
    }
}
