package dev.bilevel.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// What every field of an event must satisfy. Each message names the field, the value and what was expected.
final class Check {
    private static final int LONGEST_ID = 200;
    private static final int SHA256_DIGITS = 64;
    private static final int COMMIT_DIGITS = 40;
    private static final String FILE = "file:/";
    private static final int LONGEST_TEXT = 10_000;
    private static final double SIMPLEX_TOLERANCE = 1e-9;

    private Check() {}

    static void present(String field, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": is missing");
        }
    }

    static void id(String field, String value) {
        present(field, value);
        if (!isId(value)) {
            throw wrong(
                    field,
                    "'" + cut(value) + "'",
                    "1 to 200 of a-z, 0-9, '-' and single '.', starting with a letter or digit");
        }
    }

    /// An id of something inside what has the other id: `s.t3` and `s.t3.f5` inside `s`, `s2` not.
    static void inside(String field, String value, String whole) {
        id(field, value);
        if (!value.startsWith(whole + ".")) {
            throw wrong(field, "'" + cut(value) + "'", "an id that begins with '" + cut(whole) + ".'");
        }
    }

    static void text(String field, String value) {
        present(field, value);
        if (value.length() > LONGEST_TEXT) {
            throw wrong(field, value.length() + " characters long", "at most " + LONGEST_TEXT);
        }
    }

    static void notBlank(String field, String value) {
        text(field, value);
        if (value.isBlank()) {
            throw wrong(field, "blank", "a text");
        }
    }

    /// A folder, or a model of the hub at a commit.
    static void place(String field, String value) {
        notBlank(field, value);
        if (!ModelSource.isPlace(value)) {
            throw wrong(
                    field,
                    "'" + cut(value) + "'",
                    "a folder or " + ModelSource.HUB + "owner/name@commit, the commit with all its 40 hex digits");
        }
    }

    static void uri(String field, String value) {
        notBlank(field, value);
        if (isPlainFile(value)) {
            return;
        }
        try {
            if (!new URI(value).isAbsolute()) {
                throw wrong(field, "'" + cut(value) + "'", "a URI with a scheme, such as file:");
            }
        } catch (URISyntaxException e) {
            throw wrong(field, "'" + cut(value) + "'", "a URI: " + e.getReason());
        }
    }

    static void sha256(String field, String value) {
        present(field, value);
        if (!isSha256(value)) {
            throw wrong(field, "'" + cut(value) + "'", "64 lower-case hex digits");
        }
    }

    static double finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw wrong(field, String.valueOf(value), "a finite number");
        }
        return value;
    }

    static void notNegative(String field, double value) {
        if (!(finite(field, value) >= 0)) {
            throw wrong(field, String.valueOf(value), "a number that is not negative");
        }
    }

    static void fraction(String field, double value) {
        if (!(finite(field, value) >= 0 && value < 1)) {
            throw wrong(field, String.valueOf(value), "a fraction, at least 0 and below 1");
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw wrong(field, String.valueOf(value), "at least " + least);
        }
    }

    static void between(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(field, String.valueOf(value), "between " + least + " and " + most);
        }
    }

    static List<Checkpoint> trajectory(String field, List<Checkpoint> checkpoints) {
        present(field, checkpoints);
        if (checkpoints.isEmpty()) {
            throw wrong(field, "empty", "at least one checkpoint");
        }
        for (int i = 0; i < checkpoints.size(); i++) {
            present(field + "[" + i + "]", checkpoints.get(i));
            if (checkpoints.get(i).index() != i) {
                throw wrong(field + "[" + i + "].index", "" + checkpoints.get(i).index(), "" + i);
            }
        }
        return List.copyOf(checkpoints);
    }

    static List<Double> simplex(String field, List<Double> weights, int size) {
        present(field, weights);
        if (weights.size() != size || size == 0) {
            throw wrong(field, weights.size() + " numbers", "one for each checkpoint, " + size);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            present(field + "[" + i + "]", weights.get(i));
            notNegative(field + "[" + i + "]", weights.get(i));
            sum += weights.get(i);
        }
        if (Math.abs(sum - 1) > SIMPLEX_TOLERANCE) {
            throw wrong(field, "numbers that sum to " + sum, "a sum of 1");
        }
        return List.copyOf(weights);
    }

    // Every event of a journal comes through the following three, several times each: no regular expressions.

    /// No slash, no dot-dot, no upper case: an id is safe as part of a path, a topic, a metric label and a pod name.
    private static boolean isId(String value) {
        int length = value.length();
        if (length == 0 || length > LONGEST_ID || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = value.charAt(i);
            boolean dot = c == '.' && i + 1 < length && isLetterOrDigit(value.charAt(i + 1));
            if (!dot && c != '-' && !isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /// A file URI of letters that need no second look.
    private static boolean isPlainFile(String value) {
        if (!value.startsWith(FILE)) {
            return false;
        }
        for (int i = FILE.length(); i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '/' && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSha256(String value) {
        return value.length() == SHA256_DIGITS && isHex(value, 0);
    }

    /// One or two names, and a commit behind them. The names' own rules are the hub's to check.
    static boolean isHubAddress(String value) {
        int at = value.lastIndexOf('@');
        if (at < 0 || value.length() - at - 1 != COMMIT_DIGITS || !isHex(value, at + 1)) {
            return false;
        }
        int letters = 0;
        int slashes = 0;
        for (int i = ModelSource.HUB.length(); i < at; i++) {
            char c = value.charAt(i);
            boolean letter = isLetterOrDigit(Character.toLowerCase(c)) || c == '_';
            boolean inside = letters > 0 && (c == '-' || c == '.');
            if (c == '/' && letters > 0 && slashes == 0) {
                slashes++;
                letters = 0;
            } else if (letter || inside) {
                letters++;
            } else {
                return false;
            }
        }
        return letters > 0;
    }

    private static boolean isHex(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static IllegalArgumentException wrong(String field, String found, String expected) {
        return new IllegalArgumentException(field + ": is " + found + ", expected " + expected);
    }

    private static String cut(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
