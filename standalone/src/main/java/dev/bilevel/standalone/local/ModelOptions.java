package dev.bilevel.standalone.local;

import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.standalone.CommandFailed;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which model.
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "A folder in Hugging Face layout: config.json, model.safetensors, tokenizer.json.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "The folder of tokenizer.json. Default: the model's.")
    private Path tokenizer;

    /// As it was asked for.
    String asked() {
        return model;
    }

    /// The model to start from.
    ///
    /// @param random whether its weights are drawn instead of read
    /// @throws CommandFailed (wrong input) with the one line that says what is wrong with it
    ModelFolder folder(boolean random) {
        return open(located(), random);
    }

    /// The model to evaluate: a folder, or one of the checkpoints that a training left beside it.
    Finished finished() {
        Path asked = located();
        if (Files.isRegularFile(asked)) {
            Path folder = Layout.around(asked)
                    .orElseThrow(() -> CommandFailed.wrongInput("--model: " + asked
                            + " lies beside no config.json, expected a folder in Hugging Face layout,"
                            + " or a file of its checkpoints/"));
            return new Finished(open(folder, true), Optional.of(asked));
        }
        if (!Files.isDirectory(asked)) {
            throw CommandFailed.wrongInput("--model: there is no folder and no checkpoint " + asked);
        }
        return new Finished(open(asked, false), Optional.empty());
    }

    /// A model that was fine-tuned.
    ///
    /// @param checkpoint the weights, where they are not the folder's own
    record Finished(ModelFolder folder, Optional<Path> checkpoint) {
        Path weights() {
            return checkpoint.orElseGet(() -> folder.folder().resolve(Layout.WEIGHTS));
        }
    }

    private Path located() {
        return Path.of(model).toAbsolutePath().normalize();
    }

    private ModelFolder open(Path folder, boolean random) {
        try {
            return ModelFolder.open(folder, tokenizer == null ? folder : tokenizer, random);
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        }
    }
}
