package dev.bilevel.bayesopt;

import java.util.Optional;

/// The four types of a value that is not a list: [Double], [Long], [Boolean], [String].
final class Scalar {
    private static final int LONGEST_TEXT = 1000;

    private Scalar() {}

    /// The canonical form of what a YAML or JSON reader gives; empty where it is none of the four types.
    static Optional<Object> of(Object value) {
        return switch (value) {
            case Byte _, Short _, Integer _, Long _ -> Optional.of(((Number) value).longValue());
            case Float _, Double _, java.math.BigDecimal _ -> real(((Number) value).doubleValue());
            case Boolean flag -> Optional.of(flag);
            case String text when text.length() <= LONGEST_TEXT -> Optional.of(text);
            case null, default -> Optional.empty();
        };
    }

    /// Whether two canonical values mean the same: 8 and 8.0 do, "8" and 8 do not.
    static boolean same(Object a, Object b) {
        if (a instanceof Number m && b instanceof Number n) {
            return (m instanceof Long && n instanceof Long)
                    ? m.longValue() == n.longValue()
                    : m.doubleValue() == n.doubleValue();
        }
        return a.equals(b);
    }

    private static Optional<Object> real(double value) {
        return Double.isFinite(value) ? Optional.of(value + 0.0) : Optional.empty();
    }
}
