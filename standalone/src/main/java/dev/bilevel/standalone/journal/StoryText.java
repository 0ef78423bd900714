package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalReader;
import dev.bilevel.standalone.result.Verdict;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A story as a table for the eye, and as JSON.
record StoryText(Story story, JournalReader.Whole journal) {
    private static final ObjectMapper JSON = EventCodec.mapper().copy().enable(SerializationFeature.INDENT_OUTPUT);

    List<String> lines() {
        Study study = story.study();
        List<String> lines = new ArrayList<>();
        lines.add("study      " + study.id() + ": " + study.spec().task().officialName() + ", " + status(study)
                + study.message().map(message -> ": " + message).orElse(""));
        lines.add("journal    " + study.nextSequence() + " of " + journal.lines() + " entries, last hash "
                + journal.hash());
        lines.add("written    %s to %s (%.1f s)".formatted(story.from(), story.to(), seconds()));
        lines.add("");
        lines.addAll(trials(study));
        study.result().ifPresent(result -> {
            lines.add("");
            lines.addAll(new Verdict(study.spec().task(), result).lines());
        });
        return lines;
    }

    String json() {
        try {
            return JSON.writeValueAsString(story.toJson(journal));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a story that cannot be written", e);
        }
    }

    private static List<String> trials(Study study, List<Story.Row> rows) {
        List<String> names = study.spec().outer().space().parameters().stream()
                .map(parameter -> parameter.name())
                .toList();
        Columns table = Columns.aligned();
        List<String> head = new ArrayList<>(List.of("trial", "from"));
        head.addAll(names);
        head.addAll(List.of("fusions", "loss: SWA", "fused", study.spec().task().primaryMetric(), ""));
        table.row(head);
        for (Story.Row row : rows) {
            List<String> cells = new ArrayList<>(
                    List.of(Integer.toString(row.trial()), row.origin().name().toLowerCase(Locale.ROOT)));
            names.forEach(
                    name -> cells.add(Verdict.shortened(row.params().values().get(name))));
            cells.addAll(inner(row.inner()));
            cells.add(number(row.value()));
            cells.add(remark(row));
            table.row(cells);
        }
        return table.lines();
    }

    private List<String> trials(Study study) {
        List<Story.Row> rows = story.rows();
        return rows.isEmpty() ? List.of("no trial yet") : trials(study, rows);
    }

    private static List<String> inner(Story.Inner inner) {
        return inner == null
                ? List.of("-", "-", "-")
                : List.of(
                        inner.fusions() + (inner.failed() == 0 ? "" : " (" + inner.failed() + " failed)"),
                        number(inner.uniformLoss()),
                        number(inner.loss()));
    }

    private static String remark(Story.Row row) {
        return switch (row.state()) {
            case "completed" -> row.bestSoFar() ? "best so far" : "";
            case "failed" -> "failed: " + row.message() + cause(row.inner());
            default -> row.state();
        };
    }

    /// What a trial that failed behind its training says of its fusions is only how many they were.
    private static String cause(Story.Inner inner) {
        return inner == null || inner.failure() == null ? "" : "; fusion: " + inner.failure();
    }

    private double seconds() {
        return Duration.between(story.from(), story.to()).toMillis() / 1000.0;
    }

    private static String status(Study study) {
        return study.status().name().toLowerCase(Locale.ROOT);
    }

    private static String number(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
