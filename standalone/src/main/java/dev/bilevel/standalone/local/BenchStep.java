package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.FineTuning;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.Scoring;
import dev.bilevel.encoder.Snapshots;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.glue.Example;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// `./bilevel bench step`: seconds of a training step and of an inference batch at one shape, from random weights.
@Command(
        name = "step",
        description = "Times training steps and inference batches of a fixed shape, --max-length tokens wide.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchStep implements Callable<Integer> {
    private static final int WARM_UP = 2;
    private static final Head HEAD = new Head(false, List.of("no", "yes"));

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples of a step. Default: ${DEFAULT-VALUE}.")
    private int batchSize = 8;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Timed steps, after two others. Default: ${DEFAULT-VALUE}.")
    private int steps = 10;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        if (steps < 1 || steps > 100_000) {
            throw CommandFailed.wrongInput("--steps: is " + steps + ", expected 1 to 100000");
        }
        ComputeSettings settings = compute.settings();
        ModelFolder folder = model.folder(true);
        if (settings.maxLength() > folder.longestSequence()) {
            throw CommandFailed.wrongInput("--max-length: is " + settings.maxLength() + ", expected at most "
                    + folder.longestSequence() + ", the positions that the model has");
        }
        Path weights = null;
        try {
            ComputeOptions.notes(settings).forEach(note -> System.err.println("bilevel: " + note));
            Hyperparameters hyperparameters = Hyperparameters.of(Map.of("batchSize", batchSize, "epochs", 1));
            weights = Files.createTempFile("bilevel-step", ".safetensors");
            Watch watch = new Watch(weights);
            new FineTuning(folder, HEAD, settings)
                    .run(examples((WARM_UP + steps) * batchSize), hyperparameters, new Snapshots(1, 0), 1, watch);
            report(watch, inference(folder, settings, weights));
            return CommandLine.ExitCode.OK;
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        } catch (InvalidHyperparameter e) {
            throw HyperparameterOptions.wrong(e);
        } catch (Diverged | Cancelled e) {
            throw CommandFailed.because(e, e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        } finally {
            delete(weights);
        }
    }

    /// Longer than any sequence, so that every row is full.
    private static List<Example> examples(int count) {
        String text = "the film is warm and wise ".repeat(200);
        return IntStream.range(0, count)
                .mapToObj(i -> new Example(i + " " + text, Optional.empty(), i % 2))
                .toList();
    }

    /// Times the steps and keeps the last weights.
    private static final class Watch implements TrainingListener {
        private final Path weights;
        private final List<Double> seconds = new ArrayList<>();
        private long before;
        private long peak;

        private Watch(Path weights) {
            this.weights = weights;
        }

        @Override
        public boolean cancelled() {
            before = System.nanoTime();
            return false;
        }

        @Override
        public void progress(Progress now) {
            if (now.step() > WARM_UP) {
                seconds.add((System.nanoTime() - before) / 1e9);
            }
        }

        @Override
        public void checkpoint(int index, int step, Weights last) throws IOException {
            peak = PeakMemory.bytes().orElse(0);
            last.writeTo(weights, Map.of());
        }
    }

    /// Seconds for each batch, from weights and tokens in memory to the last logits.
    private double inference(ModelFolder folder, ComputeSettings settings, Path weights)
            throws InvalidModel, IOException {
        try (Scoring scoring = new Scoring()) {
            List<Example> all = examples(steps * batchSize);
            // Tokenised and compiled beforehand.
            TimedScore.of(scoring, folder, HEAD, settings, weights, all);
            return TimedScore.of(scoring, folder, HEAD, settings, weights, all).seconds() / steps;
        }
    }

    private void report(Watch watch, double inference) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            ArrayNode trained = tree.putArray("trainingStepSeconds");
            watch.seconds.forEach(trained::add);
            tree.putArray("inferenceSeconds").add(inference);
            tree.put("peakMemoryBytes", watch.peak);
            out.println(tree);
        } else {
            double median = watch.seconds.stream()
                    .sorted()
                    .skip((watch.seconds.size() - 1) / 2)
                    .findFirst()
                    .orElse(0.0);
            out.println(String.format(Locale.ROOT, "training step   %.3f s (median of %d)", median, steps));
            out.println(String.format(Locale.ROOT, "inference batch %.3f s (mean of %d)", inference, steps));
            out.println(
                    String.format(Locale.ROOT, "memory          %d MB at its peak, training", watch.peak / 1_000_000));
        }
        out.flush();
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // In the folder for temporary files it does no harm.
        }
    }
}
