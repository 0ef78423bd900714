package dev.bilevel.glue;

/// Text from outside, made fit for a message: in quotes, on one line, not longer than a line should be.
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    static String of(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return "'" + cut.replaceAll("\\p{Cntrl}", "�") + "'";
    }
}
