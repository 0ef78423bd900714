package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.study.Decider;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Specs;
import dev.bilevel.study.Study;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Writes the journal of a simulated study of any size, for measuring. Every decision in it is the deciders'
/// own; one in fifty orders fails.
final class GeneratedJournal {
    private static final String SPEC = Specs.SMALL
            .replace("checkpoints: 3", "checkpoints: 5")
            .replace("batchSize: {choice: [8, 16, 32], ordered: true}", "weightDecay: {uniform: [0, 0.1]}");

    private GeneratedJournal() {}

    /// FILE TRIALS OUTER INNER: the file to write, how many trials, and each level's acquisition.
    public static void main(String[] arguments) throws IOException {
        String spec = SPEC.replace("trials: 6", "trials: " + arguments[1])
                .replace("acquisition: ei", "acquisition: " + arguments[2])
                .replace("{acquisition: ucb, fusions: 6", "{acquisition: " + arguments[3] + ", fusions: 10");
        long begun = System.nanoTime();
        long entries = write(Path.of(arguments[0]), spec);
        System.out.printf("%d entries in %.1f s%n", entries, (System.nanoTime() - begun) / 1e9);
    }

    private static long write(Path file, String spec) throws IOException {
        SimulatedWorkers workers = new SimulatedWorkers(20);
        JournalHash hash = new JournalHash();
        Queue<Event> arriving = new ArrayDeque<>();
        arriving.add(Specs.submitted("generated", spec));
        Optional<Study> study = Optional.empty();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            while (!arriving.isEmpty()) {
                for (JournalEntry entry : Decider.decide(study, arriving.remove())) {
                    out.write(hash.seal(JournalLine.write(entry, Journals.TIME.plusMillis(entry.sequence()))));
                    out.newLine();
                    study = Optional.of(Study.evolve(study, entry));
                    if (entry.role() == Role.DECISION) {
                        arriving.addAll(workers.answer(entry.event()));
                    }
                }
            }
        }
        return study.orElseThrow().nextSequence();
    }
}
