package dev.bilevel.standalone.journal;

import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.journal.Story;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `./bilevel replay JOURNAL`: what happened in a study.
@Command(
        name = "replay",
        description = "Tells a study's story from its journal: trials, inner loops, best so far, result.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReplayJournal implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "JOURNAL", description = "The file, such as runs/<study>/journal.ndjson.")
    private Path file;

    @Option(names = "--until", paramLabel = "SEQ", description = "Stops after the entry with this sequence number.")
    private Long until;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        Story story = until == null ? new Story() : new Story(until);
        StoryText text = new JournalFile(file).read(story::take, whole -> {
            story.requireWhole();
            if (until != null && (until < 0 || until >= whole.lines())) {
                throw CommandFailed.wrongInput("--until " + until + ": expected a sequence number of " + file
                        + ", 0 to " + (whole.lines() - 1));
            }
            return new StoryText(story, whole);
        });
        if (json) {
            spec.commandLine().getOut().println(text.json());
        } else {
            text.lines().forEach(spec.commandLine().getOut()::println);
        }
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
