package dev.bilevel.standalone.local;

import dev.bilevel.glue.Carved;
import dev.bilevel.glue.Carving;
import dev.bilevel.glue.Dataset;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.InvalidData;
import dev.bilevel.glue.OfficialFile;
import dev.bilevel.glue.OwnTask;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.TsvColumns;
import dev.bilevel.glue.TsvFile;
import dev.bilevel.standalone.CommandFailed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a training learns from, and what it is measured on afterwards.
///
/// @param files where both come from
/// @param reading how one's own were read: what else decides which examples they give
/// @param notes what a person should know about how they were read
record TrainingData(
        Exercise exercise,
        List<Example> train,
        List<Example> dev,
        List<Path> files,
        SortedMap<String, String> reading,
        List<String> notes) {
    /// Of a task of one's own without a dev file.
    private static final double CARVED = 0.1;

    /// @param devFile of a task of one's own
    /// @param seed of the carving where there is none
    /// @throws CommandFailed (wrong input) with the one line that says what is wrong with a file
    static TrainingData read(TaskOptions.Asked asked, Optional<Path> devFile, OwnTask.Kind kind, long seed) {
        try {
            return switch (asked) {
                case TaskOptions.AskedGlue glue -> glue(glue, devFile, kind);
                case TaskOptions.AskedOwn own -> own(own, devFile, kind, seed);
            };
        } catch (InvalidData e) {
            throw CommandFailed.wrongInput(e.getMessage());
        }
    }

    private static TrainingData glue(TaskOptions.AskedGlue asked, Optional<Path> devFile, OwnTask.Kind kind)
            throws InvalidData {
        if (devFile.isPresent()) {
            throw CommandFailed.wrongInput("--dev-file: is there beside --task, expected --task-file");
        }
        if (kind != OwnTask.Kind.GUESSED) {
            throw CommandFailed.wrongInput("--kind: is there beside --task, expected --task-file");
        }
        OfficialFile train = OfficialFile.locateAnywhere(asked.folder(), asked.task(), Part.TRAIN);
        OfficialFile dev = OfficialFile.locateAnywhere(asked.folder(), asked.task(), Part.DEV);
        List<String> notes = new ArrayList<>();
        return new TrainingData(
                new Exercise.Glue(asked.task()),
                examples(train, notes),
                examples(dev, notes),
                List.of(train.path(), dev.path()),
                new TreeMap<>(),
                notes);
    }

    /// An official file's examples; what was left out of it is noted.
    static List<Example> examples(OfficialFile file, List<String> notes) throws InvalidData {
        Dataset dataset = GlueData.read(file);
        if (!dataset.malformed().isEmpty()) {
            notes.add(file.path() + ": left out " + dataset.malformed());
        }
        return dataset.examples();
    }

    /// What was found in a file, for people: a header may have been guessed.
    static String counted(TsvFile file) {
        return file.path() + ": " + file.rows().size() + (file.rows().size() == 1 ? " example" : " examples")
                + (file.header() ? " below a header" : " without a header");
    }

    private static TrainingData own(TaskOptions.AskedOwn asked, Optional<Path> devFile, OwnTask.Kind kind, long seed)
            throws InvalidData {
        TsvFile file = TsvFile.read(asked.file(), asked.columns());
        OwnTask task = OwnTask.of(asked.name(), file, kind);
        List<String> notes = new ArrayList<>();
        notes.add(counted(file) + ", "
                + (task.regression() ? "scores" : task.labelNames().size() + " classes"));
        List<Example> all = task.examples(file);
        if (devFile.isPresent()) {
            TsvFile dev = task.read(devFile.get(), asked.columns());
            notes.add(counted(dev));
            return new TrainingData(
                    new Exercise.Own(task),
                    all,
                    task.examples(dev),
                    List.of(file.path(), dev.path()),
                    reading(asked.columns(), file, task),
                    notes);
        }
        if (all.size() < 2) {
            throw CommandFailed.wrongInput(
                    file.path() + ": has one example, expected more, or a --dev-file to measure on");
        }
        Carved carved = Carving.carve(all, CARVED, seed);
        notes.add("no --dev-file: measured on " + carved.validation().size() + " examples that training does not see");
        return new TrainingData(
                new Exercise.Own(task),
                carved.train(),
                carved.validation(),
                List.of(file.path()),
                reading(asked.columns(), file, task),
                notes);
    }

    /// By the names of the options that say it.
    private static SortedMap<String, String> reading(TsvColumns columns, TsvFile file, OwnTask task) {
        SortedMap<String, String> reading = new TreeMap<>();
        if (!columns.texts().isEmpty()) {
            reading.put("text", String.join(",", columns.texts()));
        }
        columns.label().ifPresent(label -> reading.put("label", label));
        reading.put("header", Boolean.toString(file.header()));
        reading.put("kind", task.regression() ? "regression" : "classification");
        return reading;
    }
}
