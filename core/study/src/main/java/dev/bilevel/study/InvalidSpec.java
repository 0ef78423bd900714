package dev.bilevel.study;

import java.util.List;
import java.util.stream.Collectors;

/// A study spec that cannot be run, with everything that is wrong with it.
public final class InvalidSpec extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidSpec(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// At least one, in the order of the spec.
    public List<Problem> problems() {
        return problems;
    }
}
