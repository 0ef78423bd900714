package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.journal.Difference;
import dev.bilevel.study.journal.Verification;
import dev.bilevel.study.journal.Verification.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `./bilevel verify JOURNAL`: every decision again, from the observations before it, compared to the bit.
@Command(
        name = "verify",
        description = "Recomputes every decision of a journal and compares it, bit for bit. Exit status: 0 if all are"
                + " the same, 1 at the first that differs, 2 if this is no whole journal or needs another version.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VerifyJournal implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "JOURNAL", description = "The file, such as runs/<study>/journal.ndjson.")
    private Path file;

    @Option(names = "--json", description = "Prints JSON instead of a line.")
    private boolean json;

    @Override
    public Integer call() {
        try (Verification verification = new Verification()) {
            Outcome outcome = new JournalFile(file)
                    .read((number, entry, _) -> verification.take(number, entry), _ -> verification.outcome());
            return switch (outcome) {
                case Outcome.Verified verified -> verified(verified);
                case Outcome.Differs differs -> differs(differs.first());
                case Outcome.OtherAlgorithm other ->
                    throw CommandFailed.wrongInput(file + ": sequence " + other.sequence() + " was decided by "
                            + other.needed() + ", this is " + Suggester.ALGORITHM + ": verify it with a version of"
                            + " bilevel that has " + other.needed());
            };
        }
    }

    private int verified(Outcome.Verified verified) {
        ObjectNode tree = tree("verified")
                .put("decisions", verified.decisions())
                .put("suggestions", verified.suggestions())
                .put("study", verified.study().id())
                .put("status", verified.study().status().name().toLowerCase(java.util.Locale.ROOT))
                .put("algorithm", Suggester.ALGORITHM);
        print(tree, "verified: " + verified.decisions() + " decisions");
        return CommandLine.ExitCode.OK;
    }

    private int differs(Difference first) {
        ObjectNode tree = tree("differs")
                .put("sequence", first.sequence())
                .put("about", first.about())
                .put("field", first.field())
                .put("expected", first.expected())
                .put("found", first.found());
        print(tree, "differs: " + first.message());
        return CommandFailed.FAILED;
    }

    private static ObjectNode tree(String outcome) {
        return new ObjectMapper().createObjectNode().put("outcome", outcome);
    }

    private void print(ObjectNode tree, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? tree.toPrettyString() : line);
        out.flush();
    }
}
