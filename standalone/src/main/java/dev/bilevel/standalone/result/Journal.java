package dev.bilevel.standalone.result;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventType;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.standalone.CommandFailed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A study's journal as NDJSON on disk.
public record Journal(List<Line> lines) {

    /// @param time when it was written to the journal
    record Line(JournalEntry entry, Instant time) {}

    public Journal {
        lines = List.copyOf(lines);
    }

    /// @throws CommandFailed if a line is no journal entry; the line's number is named
    public static Journal read(Path file) {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(new Line(JournalLine.read(line), JournalLine.timeOf(line)));
            }
        } catch (UnreadableEvent e) {
            throw CommandFailed.because(e, file + ": line " + (lines.size() + 1) + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, file + ": cannot be read: " + e.getMessage());
        }
        return new Journal(lines);
    }

    /// The end of a study that has a result.
    public Optional<StudyCompleted> completed() {
        return of(StudyCompleted.class).findFirst();
    }

    /// Why a study that has no result has none, in words.
    public String lastWord() {
        if (lines.isEmpty()) {
            return "its journal is empty";
        }
        return switch (lines.getLast().entry().event()) {
            case StudyFailed failed -> failed.message();
            case StudyCancelled cancelled ->
                "cancelled" + (cancelled.reason().isBlank() ? "" : ": " + cancelled.reason());
            case Event event -> "its journal ends with " + EventType.of(event).wireName();
        };
    }

    /// Seconds that trainers trained, by their own account.
    double trainingSeconds() {
        return of(TrialTrained.class).mapToDouble(TrialTrained::seconds).sum();
    }

    /// Seconds that the evaluator scored, by its own account.
    double scoringSeconds() {
        return of(ModelScored.class).mapToDouble(ModelScored::seconds).sum();
    }

    /// Seconds from each suggested fusion to its score, less the scoring itself: fusing, and the way through the
    /// topics.
    double fusingSeconds() {
        Map<String, Instant> suggested = new HashMap<>();
        double seconds = 0;
        for (Line line : lines) {
            if (line.entry().event() instanceof FusionSuggested fusion) {
                suggested.put(fusion.fusionId(), line.time());
            } else if (line.entry().event() instanceof ModelScored score && suggested.containsKey(score.modelId())) {
                Duration both = Duration.between(suggested.remove(score.modelId()), line.time());
                seconds += Math.max(0, both.toMillis() / 1000.0 - score.seconds());
            }
        }
        return seconds;
    }

    private <E extends Event> Stream<E> of(Class<E> type) {
        return lines.stream()
                .map(line -> line.entry().event())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
