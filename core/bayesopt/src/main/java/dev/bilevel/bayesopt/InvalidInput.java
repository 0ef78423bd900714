package dev.bilevel.bayesopt;

import java.util.regex.Pattern;

/// Something given from outside is wrong: which field, what was found there, and what would have been right.
public abstract sealed class InvalidInput extends IllegalArgumentException
        permits InvalidSpace, InvalidAcquisition, InvalidConfiguration {
    private static final int LONGEST_QUOTE = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final String field;
    private final String found;
    private final String expected;

    InvalidInput(String field, String found, String expected) {
        super(field + ": is " + found + ", expected " + expected);
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    /// Where: names joined by dots, such as `learningRate.log`.
    public final String field() {
        return field;
    }

    /// What was there instead.
    public final String found() {
        return found;
    }

    /// What would have been accepted.
    public final String expected() {
        return expected;
    }

    /// A value as it appears in a message: never longer than a line, never more than one line.
    static String quote(Object value) {
        String text = CONTROL.matcher(String.valueOf(value)).replaceAll(" ");
        String cut = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return value instanceof CharSequence ? "'" + cut + "'" : cut;
    }
}
