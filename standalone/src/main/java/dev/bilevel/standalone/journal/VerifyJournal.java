package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.retrain.Elsewhere;
import dev.bilevel.standalone.retrain.RecordedTrial;
import dev.bilevel.standalone.retrain.Retraining;
import dev.bilevel.study.journal.Difference;
import dev.bilevel.study.journal.Verification;
import dev.bilevel.study.journal.Verification.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
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

    @Option(
            names = "--retrain",
            paramLabel = "TRIAL",
            description =
                    "Also trains this trial again, on the same kind of machine with the same versions, and compares"
                            + " every checkpoint by its hash.")
    private Integer retrain;

    @Mixin
    private Elsewhere elsewhere;

    @Option(names = "--json", description = "Prints JSON instead of lines, and no progress.")
    private boolean json;

    @Override
    public Integer call() {
        elsewhere.given().filter(_ -> retrain == null).ifPresent(option -> {
            throw CommandFailed.wrongInput(option + ": is there without --retrain");
        });
        Optional<RecordedTrial> trial = Optional.ofNullable(retrain).map(RecordedTrial::new);
        try (Verification verification = new Verification()) {
            JournalFile journal = new JournalFile(file);
            Outcome outcome = (json ? journal : journal.showing("verifying"))
                    .read(
                            (number, entry, _) -> {
                                verification.take(number, entry);
                                trial.ifPresent(gathering -> gathering.take(entry.event()));
                            },
                            _ -> verification.outcome());
            return switch (outcome) {
                case Outcome.Verified verified ->
                    trial.isPresent() ? retrained(verified, trial.get().retraining(elsewhere)) : verified(verified);
                case Outcome.Differs differs -> differs(differs.first());
                case Outcome.OtherAlgorithm other ->
                    throw CommandFailed.wrongInput(file + ": sequence " + other.sequence() + " was decided by "
                            + other.needed() + ", this is " + Suggester.ALGORITHM + ": verify it with a version of"
                            + " bilevel that has " + other.needed());
            };
        }
    }

    private int verified(Outcome.Verified verified) {
        if (!verified.study().isOver() && !json) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("bilevel: the study is not over; its journal ends with entry "
                    + (verified.study().nextSequence() - 1));
            err.flush();
        }
        print(tree(verified), line(verified));
        return CommandLine.ExitCode.OK;
    }

    private int retrained(Outcome.Verified verified, Retraining retraining) {
        if (!json) {
            print(tree(verified), line(verified));
        }
        int trial = retraining.trial().trial();
        ObjectNode tree = tree(verified);
        ObjectNode retrained = tree.putObject("retrained").put("trial", trial);
        return switch (retraining.run(json ? Optional.empty() : Optional.of(System.err))) {
            case Retraining.Outcome.Same same -> {
                retrained.put("checkpoints", same.checkpoints()).put("seconds", same.seconds());
                print(
                        tree,
                        "retrained: trial %d, %d checkpoints, the same bits (%.1f s)"
                                .formatted(trial, same.checkpoints(), same.seconds()));
                yield CommandLine.ExitCode.OK;
            }
            case Retraining.Outcome.Differs differs -> {
                tree.put("outcome", "differs");
                retrained
                        .put("field", differs.field())
                        .put("expected", differs.expected())
                        .put("found", differs.found());
                print(
                        tree,
                        "differs: trial %d, %s: expected %s, found %s"
                                .formatted(trial, differs.field(), differs.expected(), differs.found()));
                yield CommandFailed.FAILED;
            }
        };
    }

    private static String line(Outcome.Verified verified) {
        return "verified: " + verified.decisions() + " decisions";
    }

    private static ObjectNode tree(Outcome.Verified verified) {
        return tree("verified")
                .put("decisions", verified.decisions())
                .put("suggestions", verified.suggestions())
                .put("study", verified.study().id())
                .put("status", verified.study().status().name().toLowerCase(java.util.Locale.ROOT))
                .put("algorithm", Suggester.ALGORITHM);
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
