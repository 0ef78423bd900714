package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.Score;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.InvalidData;
import dev.bilevel.glue.OfficialFile;
import dev.bilevel.glue.OwnTask;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.TsvFile;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `./bilevel evaluate`: a fine-tuned model's metrics on a split, and its predictions.
@Command(
        name = "evaluate",
        description = "Measures a fine-tuned model on a split of a task, or on a TSV file of your own.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EvaluateModel implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private TaskOptions task;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Of --task: dev, train, or MNLI's dev-mismatched. Default: dev.")
    private String split;

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--predictions",
            paramLabel = "FILE.tsv",
            description = "Writes index, prediction and every logit of each example, in the order of the data.")
    private Path predictions;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    /// Examples to measure on.
    private record Examination(Exercise exercise, String split, Path file, List<Example> examples, LabelOrder order) {}

    @Override
    public Integer call() {
        ComputeSettings settings = compute.settings();
        TaskOptions.Asked asked = task.asked();
        if (predictions != null) {
            PredictionsFile.check(predictions);
        }
        Warmth.begin();
        ModelOptions.Finished finished = model.finished();
        Head head = SavedHead.read(finished);
        Examination examination = examination(asked, head);
        try {
            if (predictions != null) {
                PredictionsFile.checkBeside(predictions, read(finished, examination));
            }
            report(measure(finished, head, settings, examination));
            return CommandLine.ExitCode.OK;
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        } catch (InvalidHyperparameter e) {
            throw HyperparameterOptions.wrong(e);
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        }
    }

    private Examination examination(TaskOptions.Asked asked, Head head) {
        try {
            return switch (asked) {
                case TaskOptions.AskedGlue glue -> {
                    List<String> notes = new ArrayList<>();
                    String name = split == null ? "dev" : split.toLowerCase(Locale.ROOT);
                    Part part = part(name, glue);
                    OfficialFile file = OfficialFile.locateAnywhere(glue.folder(), glue.task(), part);
                    Exercise exercise = new Exercise.Glue(glue.task());
                    LabelOrder order = LabelOrder.between(exercise.head(), head, exercise.name());
                    order.note().ifPresent(notes::add);
                    List<Example> examples = TrainingData.examples(file, notes);
                    notes.forEach(note -> System.err.println("bilevel: " + note));
                    yield new Examination(exercise, name, file.path(), examples, order);
                }
                case TaskOptions.AskedOwn own -> {
                    if (split != null) {
                        throw CommandFailed.wrongInput("--split: is there beside --task-file, expected --task");
                    }
                    OwnTask learnt = new OwnTask(own.name(), head.regression(), head.labelNames());
                    Exercise exercise = new Exercise.Own(learnt);
                    LabelOrder order = LabelOrder.between(head, head, own.name());
                    TsvFile file = learnt.read(own.file(), own.columns());
                    List<Example> examples = learnt.examples(file);
                    System.err.println("bilevel: " + TrainingData.counted(file));
                    yield new Examination(exercise, "file", file.path(), examples, order);
                }
            };
        } catch (InvalidData e) {
            throw CommandFailed.wrongInput(e.getMessage());
        }
    }

    private Part part(String name, TaskOptions.AskedGlue glue) {
        Part part = switch (name) {
            case "dev" -> Part.DEV;
            case "train" -> Part.TRAIN;
            case "dev-mismatched" -> Part.DEV_MISMATCHED;
            default ->
                throw CommandFailed.wrongInput("--split: is '" + split + "', expected train, dev or dev-mismatched");
        };
        if (!part.existsFor(glue.task())) {
            throw CommandFailed.wrongInput("--split: is dev-mismatched for "
                    + glue.task().officialName() + ", expected train or dev: only MNLI has it");
        }
        return part;
    }

    private Measurement measure(
            ModelOptions.Finished finished, Head head, ComputeSettings settings, Examination examination)
            throws InvalidModel, IOException {
        ComputeOptions.notes(settings).forEach(note -> System.err.println("bilevel: " + note));
        LabelOrder order = examination.order();
        TimedScore timed = TimedScore.of(
                finished.folder(), head, settings, finished.weights(), order.forModel(examination.examples()));
        Score score = timed.score();
        double[] predicted = order.predictions(score.predictions());
        Measurement measurement =
                Measurement.of(examination.exercise(), examination.split(), examination.examples(), timed, predicted);
        if (predictions != null) {
            List<float[]> logits = score.logits().stream().map(order::logits).toList();
            PredictionsFile.write(predictions, !head.regression(), predicted, logits);
        }
        return measurement;
    }

    private static List<Path> read(ModelOptions.Finished finished, Examination examination) {
        List<Path> files = new ArrayList<>(finished.folder().files());
        files.add(finished.weights());
        files.add(examination.file());
        return files;
    }

    private void report(Measurement measured) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            tree.put("task", measured.exercise().name())
                    .put("split", measured.split())
                    .put("model", model.asked());
            measured.writeMetrics(tree);
            tree.put("loss", measured.loss())
                    .put("examples", measured.examples())
                    .put("evaluationExamplesPerSecond", measured.examplesPerSecond())
                    .put("seconds", Report.sinceStart());
            PeakMemory.bytes().ifPresent(bytes -> tree.put("peakMemoryBytes", bytes));
            out.println(tree);
        } else {
            out.println(measured.exercise().name() + " " + measured.split() + ": " + measured.line());
            out.println(String.format(
                    Locale.ROOT, "%d examples, %.0f a second", measured.examples(), measured.examplesPerSecond()));
        }
        out.flush();
    }
}
