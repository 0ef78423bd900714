package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import dev.bilevel.standalone.spec.SpecFile;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.journal.Fork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `./bilevel fork JOURNAL --at SEQ`: a what-if. The same beginning, other settings from there on.
@Command(
        name = "fork",
        description = "Writes the spec of a study that begins with what another knew at an entry of its journal: the"
                + " trials that were settled then are known and not run again, as are those behind it that other"
                + " settings would have had as well; the rest of the budget is spent under these.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ForkJournal implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "JOURNAL", description = "The file, such as runs/<study>/journal.ndjson.")
    private Path file;

    @Option(
            names = "--at",
            paramLabel = "SEQ",
            required = true,
            description = "The sequence number of the last entry that the new study knows.")
    private long at;

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description = "Sets a field of the new spec, such as inner.acquisition=ei.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "SPEC",
            required = true,
            description = "The spec to write, a new file; - for standard output.")
    private String out;

    @Override
    public Integer call() {
        Fork.What fork = whatIf();
        if (fork.left() < 1) {
            throw CommandFailed.wrongInput("--at " + at + ": nothing is left to try: what these settings would run"
                    + " behind it is recorded (trials: " + fork.reused() + "); expected --set of what changes the"
                    + " search, or of a larger outer.trials");
        }
        PrintWriter standard = spec.commandLine().getOut();
        if (out.equals(STANDARD_OUTPUT)) {
            standard.print(fork.toYaml());
            standard.flush();
        } else {
            write(Path.of(out), fork.toYaml());
        }
        PrintWriter lines = out.equals(STANDARD_OUTPUT) ? spec.commandLine().getErr() : standard;
        lines.println("forked " + fork.before().id() + " at sequence " + at + "; trials known: "
                + fork.spec().outer().earlier().size() + ", to go: " + fork.left());
        if (fork.outside() > 0) {
            lines.println("settled by then, but outside the new space, and so not known: " + fork.outside());
        }
        if (fork.reused() > 0) {
            lines.println("of these, recorded behind it and reused: " + fork.reused() + "; the new settings make a"
                    + " difference from sequence " + fork.parting().nextSequence() + " on");
        }
        if (!out.equals(STANDARD_OUTPUT)) {
            lines.println("run it: ./bilevel run " + out);
        }
        lines.flush();
        return CommandLine.ExitCode.OK;
    }

    private Fork.What whatIf() {
        if (at < 0) {
            throw CommandFailed.wrongInput("--at " + at + ": expected a sequence number of " + file + ", 0 or more");
        }
        Fork fork = new Fork(at, this::changed);
        try {
            return whatIf(fork);
        } catch (InvalidSpec e) {
            throw CommandFailed.wrongInput(e.problems().stream()
                    .map(problem -> file + ": " + problem.message())
                    .toList());
        }
    }

    private Fork.What whatIf(Fork fork) {
        return new JournalFile(file).read((number, entry, _) -> fork.take(number, entry), whole -> {
            if (at >= whole.lines()) {
                throw CommandFailed.wrongInput(
                        "--at " + at + ": expected a sequence number of " + file + ", 0 to " + (whole.lines() - 1));
            }
            fork.requireWhole();
            return fork.whatIf();
        });
    }

    private StudySpec changed(Study before, ObjectNode tree) {
        boolean noBudget =
                settings.stream().noneMatch(setting -> setting.strip().startsWith("outer.trials="));
        if (tree.path("outer").path("trials").asInt() < 1 && noBudget) {
            throw CommandFailed.wrongInput("--at " + at + ": all "
                    + Fork.settled(before).size() + " trials are settled by then, expected an"
                    + " earlier entry, or --set outer.trials=<how many more>");
        }
        StudySpec forked = SpecFile.read(file, tree, settings, Path.of(""));
        Fork.notComparable(before, forked.toJson()).ifPresent(path -> {
            throw CommandFailed.wrongInput("--set " + path + ": changes what a trial's value means, so that recorded"
                    + " values are none; expected a field of outer or inner, name, keep, or where data and model lie");
        });
        return forked;
    }

    private static void write(Path out, String yaml) {
        try {
            Files.writeString(out, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException _) {
            throw CommandFailed.wrongInput("--out " + out + ": exists already, expected a new file");
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--out " + out + ": cannot be written: " + Trouble.words(e));
        }
    }
}
