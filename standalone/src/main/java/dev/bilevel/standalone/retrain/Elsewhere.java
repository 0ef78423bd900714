package dev.bilevel.standalone.retrain;

import dev.bilevel.events.DataSource;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialSuggested;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/// Where a trial's model and data lie on this machine, if not where its study found them. Their contents must be the
/// same, which their hashes tell.
public final class Elsewhere {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "With --retrain: where the model lies now. Default: where the study found it.")
    private Path model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "With --retrain: where tokenizer.json lies now. Default: with the model, if it did.")
    private Path tokenizer;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "With --retrain: where the task's folder lies now. Default: where the study found it.")
    private Path data;

    /// The option that says so, if one does.
    public Optional<String> given() {
        return model != null
                ? Optional.of("--model")
                : tokenizer != null
                        ? Optional.of("--tokenizer")
                        : data != null ? Optional.of("--data") : Optional.empty();
    }

    TrialSuggested of(TrialSuggested trial) {
        TrainingOrder order = trial.training();
        return new TrialSuggested(
                trial.studyId(),
                trial.trialId(),
                trial.trial(),
                trial.trainer(),
                trial.params(),
                new TrainingOrder(
                        of(order.model()),
                        of(order.data()),
                        order.compute(),
                        order.checkpoints(),
                        order.checkpointsFrom(),
                        order.seed()),
                trial.why());
    }

    private ModelSource of(ModelSource source) {
        String path = model == null ? source.path() : absolute(model);
        boolean together = source.tokenizer().equals(source.path());
        String words = tokenizer != null ? absolute(tokenizer) : together ? path : source.tokenizer();
        return new ModelSource(path, words, source.weights());
    }

    private DataSource of(DataSource source) {
        return data == null
                ? source
                : new DataSource(source.task(), absolute(data), source.validation(), source.seed());
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
