package dev.bilevel.standalone.journal;

import dev.bilevel.study.journal.Comparison;
import dev.bilevel.study.journal.Telling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `./bilevel compare JOURNAL JOURNAL`: where two studies part, and how they did.
@Command(
        name = "compare",
        description = "Says which settings of two studies differ, where their results and suggestions part, and how"
                + " they did.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CompareJournals implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "JOURNAL", description = "The one.")
    private Path one;

    @Parameters(index = "1", paramLabel = "JOURNAL", description = "The other.")
    private Path other;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        Telling first = telling(one);
        Telling second = telling(other);
        boolean alike = first.study().id().equals(second.study().id());
        ComparisonText text = new ComparisonText(
                Comparison.of(first, second),
                first.study(),
                second.study(),
                alike ? one.toString() : first.study().id(),
                alike ? other.toString() : second.study().id());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(text.json());
        } else {
            text.lines().forEach(out::println);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static Telling telling(Path file) {
        Telling telling = new Telling();
        return new JournalFile(file).read((number, entry, _) -> telling.take(number, entry), _ -> {
            telling.requireWhole();
            return telling;
        });
    }
}
