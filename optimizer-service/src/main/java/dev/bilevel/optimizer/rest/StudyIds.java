package dev.bilevel.optimizer.rest;

import dev.bilevel.events.StudyCancelled;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ids of studies: given by the user, or made from the spec's name and the time.
final class StudyIds {
    /// Leaves room, in an id of 200 characters, for those of trials, fusions and models, which begin with it.
    private static final int LONGEST = 128;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private StudyIds() {}

    /// @throws Refusal where it is no id
    static String checked(String id) {
        return checked("id", id);
    }

    /// @param field where it was found
    /// @throws Refusal naming the field, where it is no id
    static String checked(String field, String id) {
        try {
            // The wire contract knows what an id is.
            new StudyCancelled(id, "");
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(
                    field,
                    "'" + cut(id) + "'",
                    "1 to " + LONGEST + " of a-z, 0-9, '-' and single '.', starting with a" + " letter or digit");
        }
        if (id.equals(ImportResource.NAME)) {
            throw Refusal.invalid(field, "'" + id + "'", "another: /studies/" + id + " takes journals");
        }
        if (id.length() > LONGEST) {
            throw Refusal.invalid(field, id.length() + " characters long", "at most " + LONGEST);
        }
        return id;
    }

    /// `<name>-<yyyyMMdd-HHmmss>`, then the same with `-2`, `-3`, … for when it is taken.
    static Stream<String> candidates(String name, Instant now) {
        String id = name + "-" + TIME.format(now);
        return Stream.concat(Stream.of(id), IntStream.iterate(2, n -> n + 1).mapToObj(n -> id + "-" + n));
    }

    private static String cut(String id) {
        return id.length() <= 80 ? id : id.substring(0, 80) + "…";
    }
}
