package dev.bilevel.encoder;

import dev.bilevel.checkpoints.TensorSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An encoder to start from: a folder in Hugging Face layout and a tokenizer, both checked. Immutable; equal if
/// it reads the same files.
///
/// Weights may carry the family's prefix (`roberta.`, `bert.`) or none, may have a classification head or not,
/// and may have more tensors than are needed (a language-model head, for one). A head of another size than the
/// task's, or none, starts from random numbers.
public final class ModelFolder {
    static final String WEIGHTS = TensorSet.SINGLE;

    private static final String PICKLE = "pytorch_model.bin";

    private final Path folder;
    private final Path tokenizerFolder;
    private final boolean randomWeights;
    private final ModelConfig config;
    private final Architecture architecture;
    /// What [TensorSet#open] takes and the files that it reads; none if the weights are random.
    private final List<Path> weightFiles;
    private Optional<String> unused = Optional.empty();
    private OptionalInt savedLabels = OptionalInt.empty();

    private ModelFolder(Path folder, Path tokenizerFolder, boolean randomWeights, ModelConfig config)
            throws InvalidModel {
        this.folder = folder;
        this.tokenizerFolder = tokenizerFolder;
        this.randomWeights = randomWeights;
        this.config = config;
        this.architecture = config.architecture();
        this.weightFiles = randomWeights ? List.of() : checkedWeights();
    }

    /// Reads and checks `config.json`, `tokenizer.json`, and, unless the weights are random, the header of
    /// `model.safetensors`, or `model.safetensors.index.json` and the headers of its shards.
    ///
    /// @param tokenizerFolder holds `tokenizer.json`; often the same folder
    /// @param randomWeights start from the seed instead of the folder's weights
    /// @throws InvalidModel naming the file, what was found and what was expected
    public static ModelFolder open(Path folder, Path tokenizerFolder, boolean randomWeights) throws InvalidModel {
        Path model = existing(folder);
        Path tokenizer = existing(tokenizerFolder);
        ModelFolder opened = new ModelFolder(model, tokenizer, randomWeights, ModelConfig.read(model));
        TokenizerFile.check(tokenizer, opened.architecture);
        return opened;
    }

    private static Path existing(Path folder) throws InvalidModel {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new InvalidModel(absolute + ": is no folder");
        }
        return absolute;
    }

    private List<Path> checkedWeights() throws InvalidModel {
        Path file = TensorSet.in(folder)
                .orElseThrow(() -> new InvalidModel(folder + " has no " + WEIGHTS + " and no " + TensorSet.INDEX
                        + (Files.exists(folder.resolve(PICKLE))
                                ? ", only " + PICKLE + ", a pickle, which can run any code and is never read;"
                                        + " save_pretrained of transformers writes safetensors"
                                : ", expected either; a training may begin with random weights instead"
                                        + " (model.weights: random in a spec, --random-weights of finetune)")));
        try (TensorSet tensors = StartingWeights.openFile(file)) {
            StartingWeights.checkEncoder(tensors, architecture);
            unused = StartingWeights.unusedLayer(tensors, architecture)
                    .map(name -> file + " has " + name + ", but "
                            + ModelConfig.FILE + " has num_hidden_layers " + architecture.layers()
                            + ": what lies above is not used");
            savedLabels = Head.savedLabels(tensors);
            return tensors.files();
        } catch (IOException e) {
            throw new InvalidModel(file + ": cannot be read: " + e, e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Path tokenizerFolder() {
        return tokenizerFolder;
    }

    public boolean randomWeights() {
        return randomWeights;
    }

    /// The files whose content decides what a training from here gives, in a fixed order, a sharded model's index
    /// and shards as they were when it was opened: hash these.
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(folder.resolve(ModelConfig.FILE));
        files.add(tokenizerFile());
        files.addAll(weightFiles);
        return List.copyOf(files);
    }

    /// One line for people, where the weights have more layers than the configuration.
    public Optional<String> note() {
        return unused;
    }

    /// The number of logits of the head that lies with the weights; empty if there is none.
    public OptionalInt savedLabels() {
        return savedLabels;
    }

    /// The most tokens of a sequence, special tokens included, that the model has positions for.
    public int longestSequence() {
        return architecture.longestSequence();
    }

    /// Lays out a model for transformers and for [#open]: `config.json` with this head, the weights as
    /// `model.safetensors`, and the tokenizer's files.
    ///
    /// @param weights a checkpoint or fusion of this model with this head
    /// @param target made if absent; files of the same names are replaced
    public void export(Head head, Path weights, Path target) throws IOException {
        new Export(this, head).write(weights, target);
    }

    /// The file of the weights, or the index of their shards.
    Path weights() {
        return weightFiles.getFirst();
    }

    Path tokenizerFile() {
        return tokenizerFolder.resolve(TokenizerFile.FILE);
    }

    ModelConfig config() {
        return config;
    }

    Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelFolder that
                && folder.equals(that.folder)
                && tokenizerFolder.equals(that.tokenizerFolder)
                && randomWeights == that.randomWeights;
    }

    @Override
    public int hashCode() {
        return 31 * folder.hashCode() + tokenizerFolder.hashCode();
    }

    @Override
    public String toString() {
        return folder + (randomWeights ? " with random weights" : "");
    }
}
