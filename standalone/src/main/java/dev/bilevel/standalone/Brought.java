package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.standalone.journal.JournalFile;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Replay;

import java.nio.file.Path;

/// A journal that is brought into a stack.
///
/// @param study as it is at the journal's end
/// @param entries of the file
record Brought(Study study, long entries) {
    private static final long LOOK_MS = 300;
    private static final int LOOKS = 400;

    /// @throws CommandFailed where the file is no whole journal
    static Brought read(Path file) {
        Replay replay = new Replay();
        return new JournalFile(file).read((number, entry, _) -> replay.take(number, entry), whole -> {
            replay.requireWhole();
            return new Brought(replay.study().orElseThrow(), whole.lines());
        });
    }

    String id() {
        return study.id();
    }

    /// The optimizer has accepted it; now it takes it in, part by part.
    void awaitIn(OptimizerClient optimizer) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            JsonNode last = optimizer.study(id()).path("lastSequence");
            if (last.asLong(-1) >= entries - 1) {
                return;
            }
            Thread.sleep(LOOK_MS);
        }
        throw CommandFailed.failed("optimizer: the journal was accepted, but not all of its " + entries
                + " entries are there; the optimizer's log and the topic bilevel.dead-letters say why");
    }
}
