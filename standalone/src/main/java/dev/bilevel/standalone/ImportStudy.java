package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.standalone.journal.JournalFile;
import dev.bilevel.standalone.spec.Preflight;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Replay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// `./bilevel import FILE`: a journal into a stack that does not know its study, where the study goes on.
@Command(
        name = "import",
        description = "Puts an exported journal into a stack; a study that is not over goes on there. The files that it"
                + " needs must be in that stack's store. Prints the study's id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportStudy implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int LOOKS = 400;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The journal, as ./bilevel export or run wrote it.")
    private Path file;

    @Mixin
    private ServerOption server;

    /// @param entries of the file
    private record Brought(Study study, long entries) {}

    @Override
    public Integer call() throws InterruptedException {
        Brought journal = read();
        URI address = server.address();
        try (OptimizerClient optimizer = new OptimizerClient(address)) {
            // One that is there may have gone on: it needs other files now than those that the journal speaks of.
            if (server.isOurs()
                    && !journal.study().isOver()
                    && !optimizer.knows(journal.study().id())) {
                Preflight.check(journal.study().spec());
                StoreCheck.require(file, journal.study(), UpState.store(Installation.current()));
            }
            boolean isNew = optimizer.bring(file);
            if (isNew) {
                await(optimizer, journal);
            }
            say(journal, isNew, address);
        }
        return CommandLine.ExitCode.OK;
    }

    private Brought read() {
        Replay replay = new Replay();
        return new JournalFile(file).read((number, entry, _) -> replay.take(number, entry), whole -> {
            replay.requireWhole();
            return new Brought(replay.study().orElseThrow(), whole.lines());
        });
    }

    /// It is accepted; now the optimizer takes it in, part by part.
    private static void await(OptimizerClient optimizer, Brought journal) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            JsonNode last = optimizer.study(journal.study().id()).path("lastSequence");
            if (last.asLong(-1) >= journal.entries() - 1) {
                return;
            }
            Thread.sleep(LOOK);
        }
        throw CommandFailed.failed("optimizer: the journal was accepted, but not all of its " + journal.entries()
                + " entries are there; the optimizer's log and the topic bilevel.dead-letters say why");
    }

    private void say(Brought journal, boolean isNew, URI address) {
        String id = journal.study().id();
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                isNew
                        ? "imported " + journal.entries() + " entries"
                                + (journal.study().isOver()
                                        ? "; the study is over"
                                        : "; the study goes on: " + address.resolve("/studies/" + id))
                        : "the study is there already, and its journal begins with this one");
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(id);
        out.flush();
    }
}
