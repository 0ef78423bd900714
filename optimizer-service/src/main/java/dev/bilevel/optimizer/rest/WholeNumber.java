package dev.bilevel.optimizer.rest;

import java.util.regex.Pattern;

/// A number in a query or a header. The framework's own reading of one answers what is none with 404.
final class WholeNumber {
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private WholeNumber() {}

    /// @param what it is for people, such as `a sequence number`
    /// @throws Refusal naming the field where it is no number
    static long read(String field, String text, String what) {
        String digits = text.strip();
        // Long.parseLong takes the digits of every script.
        if (!DIGITS.matcher(digits).matches()) {
            throw Refusal.invalid(field, "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'", what);
        }
        return Long.parseLong(digits);
    }

    /// @throws Refusal naming the field where it is no number in the range
    static int read(String field, String text, int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        long number = read(field, text, expected);
        if (number < least || number > most) {
            throw Refusal.invalid(field, text.strip(), expected);
        }
        return (int) number;
    }
}
