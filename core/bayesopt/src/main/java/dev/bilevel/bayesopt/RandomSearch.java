package dev.bilevel.bayesopt;

/// No surrogate: every suggestion after the initial design is drawn uniformly.
public record RandomSearch() implements Acquisition {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Object toTree() {
        return "random";
    }
}
