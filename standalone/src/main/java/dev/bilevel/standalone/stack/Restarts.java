package dev.bilevel.standalone.stack;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/// How often a part that ends is started again: a few times in a row, and anew once it has run for a while. A part
/// that cannot live ends the stack within moments; one that is killed now and then never does. Used by one thread at
/// a time.
final class Restarts {
    /// In a row.
    static final int LIMIT = 3;
    /// A part that has run for so long begins a new row: longer than any service takes to start.
    private static final long STEADY_NANOS = Duration.ofSeconds(60).toNanos();

    private final Map<Part, Row> rows = new EnumMap<>(Part.class);

    /// @param count restarts so far
    /// @param last when the last was, in nanoseconds
    private record Row(int count, long last) {}

    /// Whether to start a part again.
    ///
    /// @param now in nanoseconds, from any origin
    /// @return which restart in a row it is, from 1; empty where there were enough
    OptionalInt next(Part part, long now) {
        Row row = rows.get(part);
        int count = row == null || now - row.last() >= STEADY_NANOS ? 1 : row.count() + 1;
        if (count > LIMIT) {
            return OptionalInt.empty();
        }
        rows.put(part, new Row(count, now));
        return OptionalInt.of(count);
    }
}
