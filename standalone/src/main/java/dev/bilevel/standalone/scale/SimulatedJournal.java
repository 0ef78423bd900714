package dev.bilevel.standalone.scale;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// The journal of a study whose work nobody did: every decision in it is the deciders' own, every answer simulated.
public final class SimulatedJournal {
    /// An entry a millisecond from here on.
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private SimulatedJournal() {}

    /// Runs the study to its end.
    ///
    /// @return how many entries were written
    public static long write(Path file, StudySpec spec) throws IOException {
        JournalHash hash = new JournalHash();
        Queue<Event> arriving = new ArrayDeque<>();
        arriving.add(new StudySubmitted("simulated", spec.toJson()));
        Optional<Study> study = Optional.empty();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            while (!arriving.isEmpty()) {
                for (JournalEntry entry : Decider.decide(study, arriving.remove())) {
                    out.write(hash.seal(JournalLine.write(entry, BEGIN.plusMillis(entry.sequence()))));
                    out.newLine();
                    study = Optional.of(Study.evolve(study, entry));
                    if (entry.role() == Role.DECISION) {
                        arriving.addAll(answers(entry.event()));
                    }
                }
            }
        }
        return study.orElseThrow().nextSequence();
    }

    private static List<Event> answers(Event decision) {
        return switch (decision) {
            case TrialSuggested trial -> trained(SimulatedAnswers.trained(trial));
            case FusionSuggested fusion -> List.of(SimulatedAnswers.scored(fusion));
            case ModelSelected model -> List.of(SimulatedAnswers.scored(model));
            default -> List.of();
        };
    }

    private static List<Event> trained(TrialTrained trained) {
        List<Event> answers = new ArrayList<>();
        trained.checkpoints()
                .forEach(each -> answers.add(new CheckpointSaved(trained.studyId(), trained.trialId(), each)));
        answers.add(trained);
        return answers;
    }
}
