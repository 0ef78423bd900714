package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.encoder.Cancelled;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Diverged;
import dev.bilevel.encoder.FineTuning;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Snapshots;
import dev.bilevel.encoder.Trained;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that a training depends on.
record Training(
        ModelFolder start,
        TrainingData data,
        Hyperparameters hyperparameters,
        ComputeSettings compute,
        Snapshots snapshots,
        long seed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Larger files are known by their length alone: hashing them would take longer than it is worth.
    private static final long HASHED_UP_TO_BYTES = 64L << 20;

    /// What must be the same for a training to go on: files by their content, wherever they lie.
    ///
    /// @throws CommandFailed (wrong input) if a file cannot be read
    ObjectNode inputs() {
        ObjectNode inputs = JSON.createObjectNode();
        inputs.put("task", data.exercise().name());
        try {
            contents(inputs.putArray("model"), start.files());
            contents(inputs.putArray("data"), data.files());
        } catch (IOException e) {
            throw CommandFailed.wrongInput(Trouble.words(e));
        }
        data.reading().forEach(inputs::put);
        JSON.valueToTree(hyperparameters).properties().forEach(each -> inputs.set(each.getKey(), each.getValue()));
        inputs.put("precision", compute.precision().name().toLowerCase(Locale.ROOT))
                .put("threads", compute.threads())
                .put("maxLength", compute.maxLength())
                .put("device", compute.device())
                .put("snapshots", snapshots.count())
                .put("snapshotsFrom", snapshots.from())
                .put("seed", seed);
        return inputs;
    }

    private static void contents(ArrayNode into, Iterable<Path> files) throws IOException {
        for (Path file : files) {
            long bytes = Files.size(file);
            into.add(
                    file.getFileName() + " " + (bytes <= HASHED_UP_TO_BYTES ? ContentHash.of(file) : bytes + " bytes"));
        }
    }

    /// What a person should know about the inputs before they are trained on.
    List<String> notes() {
        List<String> notes = new ArrayList<>(data.notes());
        notes.addAll(ComputeOptions.notes(compute));
        int labels = data.exercise().head().labels();
        start.savedLabels().stream()
                .filter(saved -> saved != labels)
                .mapToObj(saved -> "the model's head has " + saved + (saved == 1 ? " output" : " outputs") + ", where "
                        + labels + (labels == 1 ? " is" : " are") + " needed: a new one is drawn")
                .forEach(notes::add);
        return notes;
    }

    /// Trains, from where an earlier process ended if there was one; lays out the model, measures it on dev, and
    /// seals the folder.
    ObjectNode run(OutFolder folder, TrainingWatch watch, String asked)
            throws InvalidModel, Diverged, Cancelled, IOException {
        Trained trained = trained(folder, watch);
        double seconds = watch.seconds();
        watch.close();
        List<TrainingWatch.Kept> checkpoints = checkpoints(folder, watch);
        folder.model(start, data.exercise().head(), checkpoints.getLast().file().path());
        Report report = new Report(trained, watch.fraction(), seconds, checkpoints, dev(folder), asked, folder.root());
        ObjectNode result = report.json();
        folder.finish(result);
        return result;
    }

    private Trained trained(OutFolder folder, TrainingWatch watch)
            throws InvalidModel, Diverged, Cancelled, IOException {
        FineTuning tuning = new FineTuning(start, data.exercise().head(), compute).watching(data.dev());
        if (!Files.isRegularFile(folder.state())) {
            return tuning.run(data.train(), hyperparameters, snapshots, seed, watch);
        }
        try {
            return tuning.resume(folder.state(), data.train(), hyperparameters, snapshots, seed, watch);
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--resume: " + e.getMessage());
        }
    }

    /// Those of this process and of the ones before it.
    private static List<TrainingWatch.Kept> checkpoints(OutFolder folder, TrainingWatch watch) throws IOException {
        List<TrainingWatch.Kept> all = new ArrayList<>();
        for (Path file : folder.checkpoints()) {
            Optional<TrainingWatch.Kept> here = watch.checkpoints().stream()
                    .filter(kept -> kept.file().path().equals(file))
                    .findFirst();
            all.add(here.isPresent() ? here.get() : earlier(file));
        }
        return all;
    }

    private static TrainingWatch.Kept earlier(Path file) throws IOException {
        int step = Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
        return new TrainingWatch.Kept(step, new StoredFile(file, ContentHash.of(file), Files.size(file)));
    }

    private Measurement dev(OutFolder folder) throws InvalidModel, IOException {
        TimedScore timed = TimedScore.of(
                start, data.exercise().head(), compute, folder.root().resolve(Layout.WEIGHTS), data.dev());
        return Measurement.of(
                data.exercise(), "dev", data.dev(), timed, timed.score().predictions());
    }
}
