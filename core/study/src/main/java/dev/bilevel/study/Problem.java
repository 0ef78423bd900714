package dev.bilevel.study;

/// One thing wrong with a study spec, or with another input.
///
/// @param field the path of the field, such as `outer.space.learningRate.log`
/// @param found what stands there, in words
/// @param expected what should, in words
public record Problem(String field, String found, String expected) {
    /// One line for people.
    public String message() {
        return field + ": is " + found + ", expected " + expected;
    }
}
