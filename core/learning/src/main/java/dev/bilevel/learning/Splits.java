package dev.bilevel.learning;

import dev.bilevel.events.DataSource;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Split;
import dev.bilevel.glue.Carved;
import dev.bilevel.glue.Carving;
import dev.bilevel.glue.Dataset;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.InvalidData;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.Task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;

import static java.lang.System.Logger.Level.WARNING;

/// The splits of a study's data, as every worker sees them: train is the official train file without what validation
/// took; holdout is the official dev file.
///
/// Remembers the last few files: a study asks for the same ones a hundred times. A file that changed is read again.
/// Thread-safe.
public final class Splits {
    private static final System.Logger LOG = System.getLogger(Splits.class.getName());
    /// Train and dev of two studies; QQP's train file, the largest but one, takes about 150 MB.
    private static final int FILES_KEPT = 4;

    private final LinkedHashMap<Key, Carved> kept = new LinkedHashMap<>(8, 0.75f, true);

    /// Changed content has another time or length.
    private record Key(Path file, FileTime modified, long bytes, double validation, long seed) {}

    /// The file that a split comes from; it may be missing.
    ///
    /// @throws OrderFailed INVALID if the task is unknown or has no such split
    public static Path file(DataSource data, Split split) throws OrderFailed {
        Task task = Orders.task(data.task());
        return Orders.data(data)
                .resolve(task.officialName())
                .resolve(part(task, split).fileName(task));
    }

    /// All examples of a split, in the order of their file.
    ///
    /// @throws OrderFailed INVALID if there is no such data, or no such split of it
    public synchronized List<Example> of(DataSource data, Split split) throws OrderFailed, IOException {
        Task task = Orders.task(data.task());
        boolean carved = split == Split.TRAIN || split == Split.VALIDATION;
        Carved found = read(data, task, part(task, split), carved ? data.validation() : 0);
        List<Example> examples = split == Split.VALIDATION ? found.validation() : found.train();
        if (examples.isEmpty()) {
            throw new OrderFailed(
                    FailureReason.INVALID,
                    "validation: is " + data.validation() + ", expected a fraction above 0 to score on validation");
        }
        return examples;
    }

    private Carved read(DataSource data, Task task, Part part, double validation) throws OrderFailed, IOException {
        Path folder = Orders.data(data);
        Path file = folder.resolve(task.officialName()).resolve(part.fileName(task));
        try {
            if (!Files.isRegularFile(file)) {
                // Says what was looked for, and where to get it.
                GlueData.read(folder, task, part);
            }
            Key key = new Key(file, Files.getLastModifiedTime(file), Files.size(file), validation, data.seed());
            Carved found = kept.get(key);
            if (found == null) {
                found = carve(file, GlueData.read(folder, task, part), validation, data.seed());
                kept.put(key, found);
                if (kept.size() > FILES_KEPT) {
                    kept.pollFirstEntry();
                }
            }
            return found;
        } catch (InvalidData e) {
            throw Orders.invalid(e);
        }
    }

    private static Carved carve(Path file, Dataset dataset, double validation, long seed) throws OrderFailed {
        if (!dataset.malformed().isEmpty()) {
            LOG.log(WARNING, "{0}: left out {1}", file, dataset.malformed());
        }
        try {
            return Carving.carve(dataset.examples(), validation, seed);
        } catch (IllegalArgumentException e) {
            throw Orders.invalid(e);
        }
    }

    private static Part part(Task task, Split split) throws OrderFailed {
        Part part = switch (split) {
            case TRAIN, VALIDATION -> Part.TRAIN;
            case HOLDOUT -> Part.DEV;
            case HOLDOUT_MISMATCHED -> Part.DEV_MISMATCHED;
        };
        if (!part.existsFor(task)) {
            throw new OrderFailed(
                    FailureReason.INVALID,
                    "split: is holdout-mismatched for " + task.officialName() + ", expected it for MNLI only");
        }
        return part;
    }
}
