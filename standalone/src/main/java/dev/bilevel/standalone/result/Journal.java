package dev.bilevel.standalone.result;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventType;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.Study;
import dev.bilevel.study.Trial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A study's journal as NDJSON on disk, and the hash of its last line.
public record Journal(List<Line> lines, String hash) {

    /// @param time when it was written to the journal
    record Line(JournalEntry entry, Instant time) {}

    public Journal {
        lines = List.copyOf(lines);
    }

    /// @throws CommandFailed if the file is no whole journal; the line's number is named
    public static Journal read(Path file) {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            JournalReader.Whole whole = JournalReader.read(in, (_, entry, time) -> lines.add(new Line(entry, time)));
            return new Journal(lines, whole.hash());
        } catch (UnreadableJournal e) {
            throw CommandFailed.because(e, file + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, file + ": cannot be read: " + e.getMessage());
        }
    }

    /// The end of a study that has a result.
    public Optional<StudyCompleted> completed() {
        return of(StudyCompleted.class).findFirst();
    }

    /// Where the study stood at the end.
    public Study study() {
        Optional<Study> study = Optional.empty();
        for (Line line : lines) {
            study = Optional.of(Study.evolve(study, line.entry()));
        }
        return study.orElseThrow(() -> new IllegalStateException("a journal without lines"));
    }

    /// Why trials have no value, a line for each reason, the most frequent first.
    public List<String> failures() {
        Map<String, List<Integer>> trials = new LinkedHashMap<>();
        for (Trial trial : study().trials()) {
            if (trial instanceof Trial.Failed failed) {
                trials.computeIfAbsent(failed.message(), _ -> new ArrayList<>())
                        .add(failed.suggested().index());
            }
        }
        return trials.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> -each.getValue().size()))
                .map(each -> (each.getValue().size() == 1 ? "trial " : "trials ")
                        + each.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " failed: "
                        + each.getKey())
                .toList();
    }

    /// What `result.json` says about it.
    public StudyResult.Recorded recorded() {
        return new StudyResult.Recorded(lines.size(), hash);
    }

    /// Why a study that has no result has none, in words.
    public String lastWord() {
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
