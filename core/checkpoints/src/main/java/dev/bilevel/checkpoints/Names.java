package dev.bilevel.checkpoints;

/// Names that come from files, made fit for a message.
final class Names {
    private static final int LONGEST_SHOWN = 120;

    private Names() {}

    /// Quoted, on one line, and not longer than a line.
    static String shown(String name) {
        StringBuilder text = new StringBuilder("'");
        name.codePoints().limit(LONGEST_SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append(name.length() > LONGEST_SHOWN ? "…'" : "'").toString();
    }
}
