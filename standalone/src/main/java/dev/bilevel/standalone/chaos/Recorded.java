package dev.bilevel.standalone.chaos;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.journal.JournalFile;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Comparison;
import dev.bilevel.study.journal.Telling;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The journal of a study that is over.
///
/// @param longestPause between two entries
public record Recorded(Telling telling, List<JournalEntry> entries, Duration longestPause) {
    public Recorded {
        entries = List.copyOf(entries);
    }

    /// Reads it.
    ///
    /// @throws CommandFailed (wrong input) naming the file and the line, where it is no whole journal
    public static Recorded read(Path file) {
        Telling telling = new Telling();
        List<JournalEntry> entries = new ArrayList<>();
        Pauses pauses = new Pauses();
        return new JournalFile(file)
                .read(
                        (number, entry, time) -> {
                            telling.take(number, entry);
                            entries.add(entry);
                            pauses.take(time);
                        },
                        _ -> {
                            telling.requireWhole();
                            return new Recorded(telling, entries, pauses.longest);
                        });
    }

    /// The study at its end.
    public Study study() {
        return telling.study();
    }

    /// Requires that it can be held against a run of another spec.
    ///
    /// @param file for the message
    /// @throws CommandFailed (wrong input) where the study is not completed, or settings are others
    public void requireComparable(Path file, dev.bilevel.study.StudySpec spec) {
        if (study().status() != Study.Status.COMPLETED) {
            throw CommandFailed.wrongInput("--against " + file + ": its study is "
                    + study().status().name().toLowerCase(java.util.Locale.ROOT) + ", expected a completed one");
        }
        List<Comparison.Setting> others = Comparison.settings(study().spec(), spec);
        if (!others.isEmpty()) {
            throw CommandFailed.wrongInput("--against " + file + ": its study had other settings, expected the same: "
                    + others.stream()
                            .map(each -> each.path() + " " + each.one() + " instead of " + each.other())
                            .collect(Collectors.joining("; ")));
        }
    }

    private static final class Pauses {
        private Instant before;
        private Duration longest = Duration.ZERO;

        private void take(Instant time) {
            if (before != null && Duration.between(before, time).compareTo(longest) > 0) {
                longest = Duration.between(before, time);
            }
            before = time;
        }
    }
}
