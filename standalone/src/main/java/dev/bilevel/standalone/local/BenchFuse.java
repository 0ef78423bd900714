package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.checkpoints.CheckpointsDisagree;
import dev.bilevel.checkpoints.Fusion;
import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `./bilevel bench fuse`: seconds of fusions in a process that goes on, as the fusion service does.
@Command(
        name = "fuse",
        description = "Times fusions of the same checkpoints, one after the other in one process: the first of them as"
                + " ./bilevel fuse has it, later ones as the fusion service has them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchFuse implements Callable<Integer> {
    private static final int MOST_ROUNDS = 100_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int rounds = 8;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the fused model lies meanwhile. Default: that of the first checkpoint.")
    private Path folder;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Parameters(paramLabel = "CHECKPOINT", arity = "1..*", description = "Safetensors files, cached or not.")
    private List<Path> checkpoints = new ArrayList<>();

    @Override
    public Integer call() {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw CommandFailed.wrongInput("--rounds: is " + rounds + ", expected 1 to " + MOST_ROUNDS);
        }
        for (Path checkpoint : checkpoints) {
            if (!Files.exists(checkpoint)) {
                throw CommandFailed.wrongInput(checkpoint + ": is not there, expected a checkpoint");
            }
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw CommandFailed.wrongInput("--folder: " + folder + " is no folder");
        }
        Path target = (folder == null ? checkpoints.getFirst().toAbsolutePath().getParent() : folder)
                .resolve("bench-fuse.safetensors");
        try {
            report(timed(target));
            return CommandLine.ExitCode.OK;
        } catch (InvalidSafetensors | CheckpointsDisagree e) {
            throw CommandFailed.wrongInput(e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        }
    }

    private List<Double> timed(Path target) throws InvalidSafetensors, CheckpointsDisagree, IOException {
        List<Double> weights = Fusion.uniform(checkpoints.size());
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long begun = System.nanoTime();
            try {
                var _ = Fusion.fuse(checkpoints, weights, target);
                seconds.add((System.nanoTime() - begun) / 1e9);
            } finally {
                Files.deleteIfExists(target);
            }
        }
        return seconds;
    }

    private void report(List<Double> seconds) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            ArrayNode each = tree.putArray("seconds");
            seconds.forEach(each::add);
            PeakMemory.bytes().ifPresent(bytes -> tree.put("peakMemoryBytes", bytes));
            out.println(tree);
        } else {
            for (int round = 0; round < seconds.size(); round++) {
                out.println(String.format(Locale.ROOT, "fusion %d   %.3f s", round + 1, seconds.get(round)));
            }
        }
        out.flush();
    }
}
