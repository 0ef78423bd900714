package dev.bilevel.standalone.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.glue.Task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A study's result: what `result.json` says and the table shows.
///
/// @param completed the journal's last word
public record StudyResult(Task task, StudyCompleted completed, Recorded journal, Seconds seconds) {
    private static final ObjectMapper JSON = EventCodec.mapper().copy().enable(SerializationFeature.INDENT_OUTPUT);

    /// The journal that says how it came about.
    ///
    /// @param hash its last line's, which stands for all of it
    public record Recorded(long lines, String hash) {}

    /// Wall-clock seconds of a run.
    ///
    /// @param startUp until every service was ready
    /// @param study from submission to the end
    /// @param training the trainers' share, by their own account
    /// @param fusing from each suggested fusion to its score, less the scoring
    /// @param scoring the evaluator's share, by its own account
    /// @param shutDown until everything had stopped; 0 while that is not known
    public record Seconds(
            double startUp, double study, double training, double fusing, double scoring, double shutDown) {

        /// Those of a run with this journal.
        public static Seconds of(Journal journal, double startUp, double study) {
            return new Seconds(
                    startUp, study, journal.trainingSeconds(), journal.fusingSeconds(), journal.scoringSeconds(), 0);
        }

        /// The same, with what stopping took.
        public Seconds withShutDown(double seconds) {
            return new Seconds(startUp, study, training, fusing, scoring, seconds);
        }
    }

    /// The same, with what stopping took.
    public StudyResult withShutDown(double shutDown) {
        return new StudyResult(task, completed, journal, seconds.withShutDown(shutDown));
    }

    /// `result.json`. A score that could not be had is absent.
    public ObjectNode toJson() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("study", completed.studyId());
        tree.put("task", task.officialName());
        tree.put("metric", task.primaryMetric());
        ObjectNode best = tree.putObject("best");
        best.put("trial", completed.trial());
        best.put("trialId", completed.trialId());
        best.set("params", JSON.valueToTree(completed.params()));
        best.set("fusionWeights", JSON.valueToTree(completed.weights()));
        best.put("validation", completed.validation());
        Map<ModelRole, Double> holdout = new EnumMap<>(ModelRole.class);
        holdout.putAll(completed.holdout());
        Double fused = holdout.remove(ModelRole.FUSED);
        if (fused != null) {
            best.put("holdout", fused);
        }
        tree.set("baselines", JSON.valueToTree(holdout));
        tree.put("trials", completed.trials());
        tree.put("failedTrials", completed.failedTrials());
        tree.put("model", "model");
        tree.put("modelSha256", completed.model().sha256());
        tree.put("journal", "journal.ndjson");
        tree.put("journalLines", journal.lines());
        tree.put("journalHash", journal.hash());
        ObjectNode phases = tree.putObject("seconds");
        phases.put("startUp", rounded(seconds.startUp()));
        phases.put("study", rounded(seconds.study()));
        phases.put("training", rounded(seconds.training()));
        phases.put("fusing", rounded(seconds.fusing()));
        phases.put("scoring", rounded(seconds.scoring()));
        phases.put("shutDown", rounded(seconds.shutDown()));
        return tree;
    }

    /// [#toJson] as a text of several lines.
    public String json() {
        try {
            return JSON.writeValueAsString(toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written", e);
        }
    }

    /// Writes `result.json`.
    public void write(Path file) throws IOException {
        Files.writeString(file, json() + "\n");
    }

    /// A table for the eye.
    public List<String> table() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add("study      " + completed.studyId() + ": " + task.officialName() + ", " + completed.trials()
                + " trials" + (completed.failedTrials() == 0 ? "" : " (" + completed.failedTrials() + " failed)"));
        lines.addAll(new Verdict(task, completed).lines());
        lines.add("");
        lines.add(format(
                "seconds    start-up %.1f, study %.1f (training %.1f, fusing %.1f, scoring %.1f)",
                seconds.startUp(), seconds.study(), seconds.training(), seconds.fusing(), seconds.scoring()));
        return lines;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
