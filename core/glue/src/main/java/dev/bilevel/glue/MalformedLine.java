package dev.bilevel.glue;

/// A line that was left out.
///
/// @param line its number in the file, from 1, the header included
/// @param reason what was found and what was expected
public record MalformedLine(long line, String reason) {
    @Override
    public String toString() {
        return "line " + line + " " + reason;
    }
}
