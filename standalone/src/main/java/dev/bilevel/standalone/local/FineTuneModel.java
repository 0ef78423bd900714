package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Snapshots;
import dev.bilevel.glue.OwnTask;
import dev.bilevel.standalone.Bilevel;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// `./bilevel finetune`: one training, from a pretrained folder to one that transformers loads.
@Command(
        name = "finetune",
        description = "Fine-tunes a model on a task and leaves a folder that transformers loads, and checkpoints/.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = HyperparameterOptions.class)
public final class FineTuneModel implements Callable<Integer> {
    private static final int DEFAULT_SNAPSHOTS = 5;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(names = "--random-weights", description = "Starts from random numbers instead of model.safetensors.")
    private boolean randomWeights;

    @Mixin
    private TaskOptions task;

    @Option(
            names = "--dev-file",
            paramLabel = "FILE.tsv",
            description = "Of --task-file: what is measured on. Default: a tenth of the task file, kept from training.")
    private Path devFile;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Of --task-file: classification or regression. Default: guessed.")
    private OwnTask.Kind kind = OwnTask.Kind.GUESSED;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new or an empty folder.")
    private Path out;

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--snapshots",
            paramLabel = "K",
            description = "How many checkpoints. Default: 5, or one for each step where there are fewer.")
    private Integer snapshots;

    @Option(
            names = "--snapshots-from",
            paramLabel = "FRACTION",
            description = "Of the training, after which they are taken, evenly spaced. Default: ${DEFAULT-VALUE}.")
    private double snapshotsFrom = 0.5;

    @Option(names = "--set", paramLabel = "name=value", description = "Sets a hyperparameter by its name.")
    private TreeMap<String, String> settings = new TreeMap<>();

    @Option(names = "--resume", description = "Goes on with the training that was interrupted in --out.")
    private boolean resume;

    @Option(
            names = "--save-every",
            paramLabel = "SECONDS",
            description = "How often the training's state is kept for --resume. Default: ${DEFAULT-VALUE}.")
    private double saveEvery = 60;

    @Option(names = "--json", description = "Prints JSON instead of lines, and no progress.")
    private boolean json;

    @Override
    public Integer call() {
        if (!(saveEvery >= 0 && Double.isFinite(saveEvery))) {
            throw CommandFailed.wrongInput("--save-every: is " + saveEvery + ", expected seconds, 0 for every step");
        }
        Hyperparameters hyperparameters = HyperparameterOptions.read(spec, settings);
        ComputeSettings computing = compute.settings();
        Snapshots trajectory = trajectory();
        TaskOptions.Asked asked = task.asked();
        Warmth.begin();
        ModelFolder start = model.folder(randomWeights);
        TrainingData data = TrainingData.read(asked, Optional.ofNullable(devFile), kind, seed);
        if (snapshots == null) {
            trajectory = trajectory.within(hyperparameters.steps(data.train().size()));
        }
        Training training = new Training(start, data, hyperparameters, computing, trajectory, seed);
        // Outermost: the process waits until the folder is left, and until it was said how far the training came.
        try (Interruption interruption = Interruption.awaited()) {
            return tune(training, interruption);
        }
    }

    private int tune(Training training, Interruption interruption) {
        try (OutFolder folder = OutFolder.claim(out, resume, training.inputs())) {
            Optional<ObjectNode> before = folder.result();
            print(before.isPresent() ? before.get() : train(training, folder, interruption));
            return CommandLine.ExitCode.OK;
        } catch (Cancelled e) {
            System.err.println("bilevel: interrupted before step " + e.step()
                    + "; the same command with --resume goes on from there");
            return Bilevel.INTERRUPTED;
        } catch (Diverged e) {
            throw CommandFailed.because(e, "diverged: " + e.getMessage());
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        } catch (InvalidHyperparameter e) {
            throw HyperparameterOptions.wrong(e);
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        }
    }

    private Snapshots trajectory() {
        try {
            return new Snapshots(snapshots == null ? DEFAULT_SNAPSHOTS : snapshots, snapshotsFrom);
        } catch (InvalidHyperparameter e) {
            throw HyperparameterOptions.wrong(e);
        }
    }

    private ObjectNode train(Training training, OutFolder folder, Interruption interruption)
            throws InvalidModel, Diverged, Cancelled, IOException {
        training.notes().forEach(System.err::println);
        Optional<PrintStream> progress = json ? Optional.empty() : Optional.of(System.err);
        try (TrainingWatch watch = new TrainingWatch(folder, interruption, progress, saveEvery)) {
            return training.run(folder, watch, model.asked());
        }
    }

    private void print(ObjectNode result) {
        PrintWriter printer = spec.commandLine().getOut();
        if (json) {
            printer.println(result);
        } else {
            Report.lines(result).forEach(printer::println);
        }
        printer.flush();
    }
}
