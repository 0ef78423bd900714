package dev.bilevel.standalone.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A strike that was carried out.
///
/// @param first which kill it was, from 1; two kills have the next number too
/// @param entry how many entries the journal had
/// @param readySeconds until all that was killed served again, with both times where it was killed twice
public record Blow(Strike strike, int first, int entry, double readySeconds) {
    /// `kill 3 of 20 at entry 41: trainer; ready after 3.2 s`.
    String line(int kills) {
        List<String> numbers = IntStream.range(first, first + strike.kills())
                .mapToObj(Integer::toString)
                .toList();
        String which =
                (numbers.size() > 1 ? "kills " : "kill ") + numbers.stream().collect(Collectors.joining(" and "));
        return String.format(
                Locale.ROOT,
                "%s of %d at entry %d: %s; ready after %.1f s",
                which,
                kills,
                entry,
                strike.what(),
                readySeconds);
    }
}
