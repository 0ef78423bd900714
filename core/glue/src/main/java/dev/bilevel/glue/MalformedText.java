package dev.bilevel.glue;

/// Why a line could not be read, before anyone knows its number.
final class MalformedText extends Exception {
    private static final long serialVersionUID = 1;

    MalformedText(String reason) {
        // Thousands may be thrown and counted while a file is read: no stack trace.
        super(reason, null, false, false);
    }
}
