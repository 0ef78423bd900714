package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.Params;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Fusion;
import dev.bilevel.study.InnerLoop;
import dev.bilevel.study.Study;
import dev.bilevel.study.Trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What happened in a study, as its journal tells it: a row for each trial, with its inner loop and the best so far.
public final class Story {
    private static final ObjectMapper JSON = EventCodec.mapper();

    private final long until;
    private final Replay replay = new Replay();
    private final List<Beginning> beginnings = new ArrayList<>();
    private Optional<Study> study = Optional.empty();
    private Instant from;
    private Instant to;

    /// Of everything.
    public Story() {
        this(Long.MAX_VALUE);
    }

    /// As it was behind an entry; those behind it are read all the same, and must follow.
    ///
    /// @param until the last entry's sequence number
    public Story(long until) {
        this.until = until;
    }

    /// @param sequence of the suggestion
    private record Beginning(long sequence, Explanation.Origin origin) {}

    /// One trial.
    ///
    /// @param sequence of its suggestion in the journal
    /// @param origin what made the suggestion
    /// @param state `training`, `fusing`, `validating`, `completed` or `failed`
    /// @param value the validation metric; null unless it is completed
    /// @param bestSoFar whether no earlier trial has a higher value
    /// @param inner null before there is a trajectory
    /// @param message why it failed; null unless it did
    public record Row(
            int trial,
            long sequence,
            Explanation.Origin origin,
            Params params,
            String state,
            Double value,
            boolean bestSoFar,
            Inner inner,
            String message) {}

    /// A trial's inner loop. Losses are null where they are not known.
    ///
    /// @param fusions how many were suggested
    /// @param failed how many of them have no loss
    /// @param failure why the first of these has none; null where each has one
    /// @param weights those of the lowest loss, α*
    /// @param loss L_train(θ(α*))
    /// @param uniformLoss of the plain average
    /// @param lastLoss of the last checkpoint alone
    /// @param bestSingleLoss of the best checkpoint alone
    public record Inner(
            int fusions,
            int failed,
            String failure,
            List<Double> weights,
            Double loss,
            Double uniformLoss,
            Double lastLoss,
            Double bestSingleLoss) {
        static Inner of(InnerLoop loop) {
            List<String> failures = loop.fusions().stream()
                    .map(Fusion::result)
                    .filter(Fusion.Result.Failed.class::isInstance)
                    .map(result -> ((Fusion.Result.Failed) result).message())
                    .toList();
            return new Inner(
                    loop.fusions().size(),
                    failures.size(),
                    failures.isEmpty() ? null : failures.getFirst(),
                    loop.best().map(Fusion::weights).orElse(null),
                    loss(loop.best()),
                    loss(loop.uniform()),
                    loss(loop.last()),
                    loss(loop.bestSingle()));
        }

        private static Double loss(Optional<Fusion> fusion) {
            return fusion.map(Fusion::result)
                    .map(result -> ((Fusion.Result.Scored) result).loss())
                    .orElse(null);
        }
    }

    /// Takes the next entry.
    ///
    /// @throws UnreadableJournal where it cannot follow those before it
    public void take(long number, JournalEntry entry, Instant time) throws UnreadableJournal {
        replay.take(number, entry);
        if (entry.sequence() > until) {
            return;
        }
        study = replay.study();
        from = from == null ? time : from;
        to = time;
        if (entry.event() instanceof TrialSuggested trial) {
            beginnings.add(new Beginning(entry.sequence(), trial.why().origin()));
        }
    }

    /// Requires that the journal does not end between an observation and the decisions that follow from it.
    ///
    /// @throws UnreadableJournal where one is missing
    public void requireWhole() throws UnreadableJournal {
        replay.requireWhole();
    }

    /// The study's state after the last entry that is told.
    public Study study() {
        return study.orElseThrow();
    }

    /// When the first entry was written.
    public Instant from() {
        return from;
    }

    /// When the last entry that is told was written.
    public Instant to() {
        return to;
    }

    /// A row for each trial, by index.
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Trial trial : study().trials()) {
            Row row = row(trial, best);
            best = row.bestSoFar() ? row.value() : best;
            rows.add(row);
        }
        return rows;
    }

    /// The story as JSON: what `./bilevel replay --json` prints and the REST API answers.
    ///
    /// @param journal all of it, also where the story ends before its last entry
    public ObjectNode toJson(JournalReader.Whole journal) {
        Study study = study();
        ObjectNode tree = JSON.createObjectNode()
                .put("study", study.id())
                .put("task", study.spec().task().officialName())
                .put("metric", study.spec().task().primaryMetric())
                .put("status", study.status().name().toLowerCase(Locale.ROOT))
                .put("message", study.message().orElse(null))
                .put("entries", study.nextSequence())
                .put("journalLines", journal.lines())
                .put("journalHash", journal.hash())
                .put("from", from.toString())
                .put("to", to.toString());
        tree.set("spec", study.spec().toJson());
        tree.set("trials", JSON.valueToTree(rows()));
        tree.set("result", JSON.valueToTree(study.result().orElse(null)));
        return tree;
    }

    private Row row(Trial trial, double best) {
        Trial.Suggested suggested = trial.suggested();
        Beginning beginning = beginnings.get(suggested.index());
        Double value = trial instanceof Trial.Completed completed ? completed.value() : null;
        return new Row(
                suggested.index(),
                beginning.sequence(),
                beginning.origin(),
                suggested.params(),
                state(trial),
                value,
                value != null && value > best,
                trial.innerLoop().map(Inner::of).orElse(null),
                trial instanceof Trial.Failed failed ? failed.message() : null);
    }

    private static String state(Trial trial) {
        return switch (trial) {
            case Trial.Training _ -> "training";
            case Trial.Fusing _, Trial.Chosen _ -> "fusing";
            case Trial.Validating _, Trial.Validated _ -> "validating";
            case Trial.Completed _ -> "completed";
            case Trial.Failed _ -> "failed";
        };
    }
}
