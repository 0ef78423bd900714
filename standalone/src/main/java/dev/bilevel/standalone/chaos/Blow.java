package dev.bilevel.standalone.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A strike that was carried out.
///
/// @param hit what the victim was at
/// @param first which kill it was, from 1; two kills have the next number too
/// @param entry how many entries the journal had
/// @param readySeconds from the first death until all that was killed served again, with both times where it was
///     killed twice
public record Blow(Strike strike, Hit hit, int first, int entry, double readySeconds) {
    /// `kill 3 of 20 at entry 41: trainer; ready after 3.2 s`.
    String line(int kills) {
        List<String> numbers = IntStream.range(first, first + strike.kills())
                .mapToObj(Integer::toString)
                .toList();
        String which =
                (numbers.size() > 1 ? "kills " : "kill ") + numbers.stream().collect(Collectors.joining(" and "));
        return String.format(
                Locale.ROOT, "%s of %d at entry %d: %s; ready after %.1f s", which, kills, entry, what(), readySeconds);
    }

    /// What was done: `trainer, in the middle of saving a checkpoint (131 kB of t3's checkpoint-2)`.
    String what() {
        return switch (hit) {
            case Hit.Anything _ -> strike.what();
            case Hit.InTheMoment moment -> strike.what() + " (" + moment.seen() + ")";
            case Hit.Missed missed -> strike.who() + ", at no special moment: " + missed.why();
        };
    }
}
