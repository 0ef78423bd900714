package dev.bilevel.standalone.journal;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Compute;
import dev.bilevel.events.Event;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/// The journal of a study whose workers answer at once, by arithmetic.
public final class SmallStudy {
    public static final String SPEC = """
            name: tiny
            task: SST-2
            data: data
            model: {path: model, weights: random}
            training: {checkpoints: 2}
            outer:
              space: {learningRate: {log: [1e-5, 1e-2]}}
              trials: 5
              initial: 2
            inner: {fusions: 4}
            """;
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("none", "none", 1, Compute.Precision.FP32, Fingerprint.Grade.BIT_EXACT);

    private SmallStudy() {}

    public static List<JournalEntry> journal(String id, String spec) {
        return journal(id, spec, SmallStudy::trained);
    }

    /// With a trainer of one's own.
    public static List<JournalEntry> journal(String id, String spec, Function<TrialSuggested, Event> trainer) {
        List<JournalEntry> journal = new ArrayList<>();
        Queue<Event> arriving = new ArrayDeque<>();
        arriving.add(new StudySubmitted(
                id, StudySpec.fromYaml(spec, Path.of("/studies")).toJson()));
        Optional<Study> study = Optional.empty();
        while (!arriving.isEmpty()) {
            for (JournalEntry entry : Decider.decide(study, arriving.remove())) {
                journal.add(entry);
                study = Optional.of(Study.evolve(study, entry));
                arriving.addAll(answer(entry.event(), trainer));
            }
        }
        return journal;
    }

    public static Path write(Path file, List<JournalEntry> journal) throws IOException {
        JournalHash hash = new JournalHash();
        List<String> lines = journal.stream()
                .map(entry -> hash.seal(JournalLine.write(entry, TIME.plusSeconds(entry.sequence()))))
                .toList();
        Files.write(file, lines);
        return file;
    }

    private static List<Event> answer(Event decision, Function<TrialSuggested, Event> trainer) {
        return switch (decision) {
            case TrialSuggested trial -> List.of(trainer.apply(trial));
            case FusionSuggested fusion ->
                List.of(score(
                        fusion,
                        fusion.trialId(),
                        Split.TRAIN,
                        artifact("c"),
                        Math.abs(fusion.weights().getFirst() - 0.4),
                        null));
            case ModelSelected model ->
                List.of(score(
                        model,
                        model.trialId(),
                        model.scoring().split(),
                        model.model(),
                        0.3,
                        0.5 + 0.1 * last(model.trialId())));
            default -> List.of();
        };
    }

    public static TrialTrained trained(TrialSuggested trial) {
        return new TrialTrained(
                trial.studyId(),
                trial.trialId(),
                List.of(new Checkpoint(0, 1, artifact("a")), new Checkpoint(1, 2, artifact("b"))),
                0.5,
                2,
                1,
                FINGERPRINT,
                null);
    }

    private static double last(String trialId) {
        return (trialId.charAt(trialId.length() - 1) - '0') % 4;
    }

    private static ModelScored score(
            Event order, String trialId, Split split, Artifact model, double loss, Double metric) {
        return new ModelScored(
                order.studyId(),
                trialId,
                order.subject(),
                split,
                model,
                loss,
                Map.of(),
                metric,
                8,
                0.1,
                FINGERPRINT,
                null);
    }

    private static Artifact artifact(String digit) {
        return new Artifact("file:///store/" + digit, digit.repeat(64), 8);
    }
}
