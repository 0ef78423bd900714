package dev.bilevel.learning;

import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;
import dev.bilevel.hub.Content;
import dev.bilevel.hub.Datasets;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Models;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// Reads the parts of an order. Holds nothing.
public final class Orders {
    private Orders() {}

    /// Opens a model; one of the hub is downloaded first, unless it is here already.
    ///
    /// @throws OrderFailed INVALID unless the folder holds a model, UNREADABLE if the hub cannot be asked
    public static ModelFolder model(ModelSource source) throws OrderFailed {
        boolean random = source.weights() == ModelSource.Weights.RANDOM;
        Set<Content> needed = random ? EnumSet.of(Content.CONFIG) : EnumSet.of(Content.CONFIG, Content.WEIGHTS);
        try {
            return ModelFolder.open(
                    place("model.path", source.path(), needed),
                    place("model.tokenizer", source.tokenizer(), EnumSet.of(Content.TOKENIZER)),
                    random);
        } catch (InvalidModel e) {
            throw invalid(e);
        }
    }

    /// @throws OrderFailed INVALID if there can be no such device
    public static ComputeSettings compute(Compute compute) throws OrderFailed {
        ComputeSettings.Precision precision = switch (compute.precision()) {
            case FP32 -> ComputeSettings.Precision.FP32;
            case BF16 -> ComputeSettings.Precision.BF16;
        };
        try {
            return new ComputeSettings(compute.device(), precision, compute.threads(), compute.maxLength());
        } catch (InvalidHyperparameter e) {
            throw invalid(e);
        }
    }

    /// @throws OrderFailed INVALID unless GLUE has a task of that name
    public static Task task(String name) throws OrderFailed {
        return Task.named(name)
                .orElseThrow(() -> new OrderFailed(
                        FailureReason.INVALID, "task: is '" + name + "', expected one of " + Task.names()));
    }

    private static Path place(String field, String value, Set<Content> contents) throws OrderFailed {
        if (!value.startsWith(ModelSource.HUB)) {
            return path(field, value);
        }
        try {
            return Models.locate(value, contents, new DownloadLog());
        } catch (HubFailed e) {
            throw notHad(field, e);
        }
    }

    /// The folder of a study's data; GLUE's official files are downloaded first, unless they are here already.
    ///
    /// @throws OrderFailed INVALID if there can be none, UNREADABLE if its server cannot be asked
    public static Path data(DataSource data) throws OrderFailed {
        if (!data.path().equals(DataSource.DOWNLOAD)) {
            return path("data", data.path());
        }
        try {
            return Datasets.locate(Datasets.DOWNLOAD, task(data.task()), new DownloadLog());
        } catch (HubFailed e) {
            throw notHad("data", e);
        }
    }

    /// INVALID ends a study at its first trial: a network that is away for a while must not.
    private static OrderFailed notHad(String field, HubFailed e) {
        FailureReason reason = e.temporary() ? FailureReason.UNREADABLE : FailureReason.INVALID;
        return new OrderFailed(reason, field + ": " + e.getMessage(), e);
    }

    /// @throws OrderFailed INVALID if no file can have that name
    private static Path path(String field, String value) throws OrderFailed {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new OrderFailed(
                    FailureReason.INVALID, field + ": is '" + value + "', expected a path: " + e.getReason(), e);
        }
    }

    /// The wire's form of a fingerprint.
    public static Fingerprint fingerprint(dev.bilevel.encoder.Fingerprint found) {
        Compute.Precision precision = switch (found.precision()) {
            case FP32 -> Compute.Precision.FP32;
            case BF16 -> Compute.Precision.BF16;
        };
        Fingerprint.Grade grade = found.bitExact() ? Fingerprint.Grade.BIT_EXACT : Fingerprint.Grade.SAME_HARDWARE;
        return new Fingerprint(found.hardware(), found.software(), found.threads(), precision, grade);
    }

    /// The same one line, as the reason why there is no result.
    public static OrderFailed invalid(Exception problem) {
        return new OrderFailed(FailureReason.INVALID, problem.getMessage(), problem);
    }
}
