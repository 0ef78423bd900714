package dev.bilevel.standalone;

import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// A journal that was fetched, and read once to its end: what lies on disk is whole.
///
/// @param study the state at its end
record ExportedJournal(Study study, JournalReader.Whole lines) {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /// A long journal is read from its beginning before its first line comes.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Fetches a study's journal to a file. One that was submitted a moment ago has no entry yet, and one that is being
    /// imported may be there in part: then it is asked again.
    static ExportedJournal fetch(OptimizerClient optimizer, String studyId, Path file) throws InterruptedException {
        UnreadableJournal problem = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            optimizer.journal(studyId, file, PATIENCE);
            try {
                return read(file);
            } catch (UnreadableJournal e) {
                problem = e;
            }
            Thread.sleep(PAUSE);
        }
        throw CommandFailed.because(
                problem, "optimizer: its journal of study " + studyId + " is not whole: " + problem.getMessage());
    }

    /// What was exported, in a line.
    String message() {
        String what = "exported " + lines.lines() + " entries of study " + lines.studyId();
        return study.isOver()
                ? what + ", which is " + study.status().name().toLowerCase(Locale.ROOT)
                : what + ", which goes on: what happens from now on is not in it";
    }

    private static ExportedJournal read(Path file) throws UnreadableJournal {
        Replay replay = new Replay();
        try (InputStream in = Files.newInputStream(file)) {
            JournalReader.Whole whole = JournalReader.read(in, (number, entry, _) -> replay.take(number, entry));
            replay.requireWhole();
            return new ExportedJournal(replay.study().orElseThrow(), whole);
        } catch (IOException e) {
            throw CommandFailed.because(e, file + ": cannot be read: " + e.getMessage());
        }
    }
}
