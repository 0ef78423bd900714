package dev.bilevel.standalone.local;

import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.hub.Content;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Models;
import dev.bilevel.standalone.CommandFailed;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which model.
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR|ID",
            required = true,
            description = "A folder in Hugging Face layout (config.json, model.safetensors, tokenizer.json), or a model"
                    + " of the Hugging Face hub, such as FacebookAI/roberta-base, which is downloaded once.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR|ID",
            description = "The folder, or the model of the hub, that has tokenizer.json. Default: the model's.")
    private String tokenizer;

    /// As it was asked for.
    String asked() {
        return model;
    }

    /// The model to start from.
    ///
    /// @param random whether its weights are drawn instead of read
    /// @throws CommandFailed (wrong input) with the one line that says what is wrong with it
    ModelFolder folder(boolean random) {
        return open(located(random), random);
    }

    /// The model to evaluate: a folder, a model of the hub, or one of the checkpoints that a training left.
    ///
    /// @throws CommandFailed (wrong input) with the one line that says what is wrong with it
    Finished finished() {
        Optional<Path> checkpoint = checkpoint();
        if (checkpoint.isPresent()) {
            Path folder = Layout.around(checkpoint.get())
                    .orElseThrow(() -> CommandFailed.wrongInput("--model: " + checkpoint.get()
                            + " lies beside no config.json, expected a folder in Hugging Face layout,"
                            + " or a file of its checkpoints/"));
            return new Finished(open(folder, true), checkpoint.get());
        }
        ModelFolder opened = open(located(false), false);
        return new Finished(opened, opened.folder());
    }

    /// A model that was fine-tuned.
    ///
    /// @param weights its file, or a folder with one or with shards
    record Finished(ModelFolder folder, Path weights) {}

    private Optional<Path> checkpoint() {
        try {
            return Optional.of(Path.of(model).toAbsolutePath().normalize()).filter(Files::isRegularFile);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private ModelFolder open(Path folder, boolean random) {
        Path words = tokenizer == null ? folder : located("--tokenizer", tokenizer, EnumSet.of(Content.TOKENIZER));
        try {
            ModelFolder opened = ModelFolder.open(folder, words, random);
            opened.note().ifPresent(note -> System.err.println("bilevel: " + note));
            return opened;
        } catch (InvalidModel e) {
            throw CommandFailed.wrongInput("--model: " + e.getMessage());
        }
    }

    private Path located(boolean random) {
        Set<Content> contents = EnumSet.of(Content.CONFIG);
        if (!random) {
            contents.add(Content.WEIGHTS);
        }
        if (tokenizer == null) {
            contents.add(Content.TOKENIZER);
        }
        return located("--model", model, contents);
    }

    private static Path located(String option, String asked, Set<Content> contents) {
        try {
            return Models.locate(asked, contents, new Downloads(System.err));
        } catch (HubFailed e) {
            throw Downloads.failed(option, e);
        }
    }
}
