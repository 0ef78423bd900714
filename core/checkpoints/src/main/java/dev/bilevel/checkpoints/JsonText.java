package dev.bilevel.checkpoints;

/// A cursor over JSON text (RFC 8259), as strict as that: what a header needs and nothing else.
///
/// Why not Jackson: five checkpoints are summed and hashed in half a second, and in a young JVM its parser takes a
/// quarter of a second to load and warm up.
final class JsonText {
    /// Text that is not what was expected; the message has no place for what the text says beyond a character.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String problem, int at) {
            super(problem + " at character " + at);
        }
    }

    private final String text;
    private final int longestString;
    private int at;

    JsonText(String text, int longestString) {
        this.text = text;
        this.longestString = longestString;
    }

    /// The next character that is no space, which stays; 0 at the end.
    char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    boolean ended() {
        return peek() == 0 && at == text.length();
    }

    /// Takes a character if it comes next.
    boolean takes(char c) {
        boolean found = peek() == c && at < text.length();
        at += found ? 1 : 0;
        return found;
    }

    void take(char c) throws Malformed {
        if (!takes(c)) {
            throw new Malformed("expected '" + c + "'", at);
        }
    }

    /// Whether an object or array goes on with another member.
    ///
    /// @param first whether none was taken yet
    /// @param end the bracket that would end it, which is taken
    boolean more(boolean first, char end) throws Malformed {
        if (takes(end)) {
            return false;
        }
        if (!first) {
            take(',');
        }
        return true;
    }

    /// A member's name and the colon behind it.
    String name() throws Malformed {
        String name = string();
        take(':');
        return name;
    }

    String string() throws Malformed {
        take('"');
        int from = at;
        StringBuilder unescaped = null;
        while (true) {
            char c = next("a string does not end");
            if (at - from > longestString) {
                throw new Malformed("a string is longer than " + longestString + " characters", from);
            }
            if (c == '"') {
                return unescaped == null ? text.substring(from, at - 1) : unescaped.toString();
            }
            if (c < ' ') {
                throw new Malformed("a string has a control character", at - 1);
            }
            if (c == '\\' && unescaped == null) {
                unescaped = new StringBuilder(text.substring(from, at - 1));
            }
            if (unescaped != null) {
                unescaped.append(c == '\\' ? escaped() : c);
            }
        }
    }

    /// The word of a number or a literal, not looked at any further; empty if something else comes.
    String word() {
        peek();
        int from = at;
        while (at < text.length() && ",:]}[{\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private char escaped() throws Malformed {
        char c = next("a string does not end");
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Malformed("unknown escape", at - 1);
        };
    }

    private char unicode() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next("a string does not end");
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new Malformed("expected four hexadecimal digits", at - 1);
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private char next(String atEnd) throws Malformed {
        if (at == text.length()) {
            throw new Malformed(atEnd, at);
        }
        return text.charAt(at++);
    }
}
