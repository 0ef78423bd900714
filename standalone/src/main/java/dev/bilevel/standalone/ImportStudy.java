package dev.bilevel.standalone;

import dev.bilevel.standalone.spec.Preflight;
import dev.bilevel.standalone.stack.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `./bilevel import FILE`: a journal into a stack that does not know its study, where the study goes on.
@Command(
        name = "import",
        description =
                "Puts an exported journal into a stack that is up; a study that is not over goes on there. The files that it"
                        + " needs must be in that stack's store. Prints the study's id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportStudy implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The journal, as ./bilevel export or run wrote it.")
    private Path file;

    @Mixin
    private ServerOption server;

    @Override
    public Integer call() throws InterruptedException {
        Brought journal = Brought.read(file);
        URI address = server.address();
        try (OptimizerClient optimizer = new OptimizerClient(address)) {
            // One that is there may have gone on: it needs other files now than those that the journal speaks of.
            if (server.isOurs() && !journal.study().isOver() && !optimizer.knows(journal.id())) {
                Preflight.check(journal.study().spec());
                StoreCheck.require(file, journal.study(), UpState.store(Installation.current()));
            }
            boolean isNew = optimizer.bring(file);
            if (isNew) {
                journal.awaitIn(optimizer);
            }
            say(journal, isNew, address);
        }
        return CommandLine.ExitCode.OK;
    }

    private void say(Brought journal, boolean isNew, URI address) {
        String id = journal.id();
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
