package dev.bilevel.standalone.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import dev.bilevel.standalone.stack.Scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The folder that a training fills, held by one process at a time.
///
///     training.json        what is trained, written first
///     checkpoints/step-….safetensors
///     state.safetensors    where to go on, while the training runs
///     model.safetensors tokenizer.json … config.json
///     result.json          what it came to, written last
///
/// `config.json` comes after everything else of the model: a folder without it is no model to anybody.
final class OutFolder implements AutoCloseable {
    private static final String TRAINING = "training.json";
    private static final String RESULT = "result.json";
    private static final String STATE = "state.safetensors";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path root;
    private final boolean made;
    private final FolderLock lock;

    private OutFolder(Path root, boolean made, FolderLock lock) {
        this.root = root;
        this.made = made;
        this.lock = lock;
    }

    /// Takes the folder, which must be new or empty, or that of the same training if it is resumed.
    ///
    /// @param inputs everything that the training depends on
    /// @throws CommandFailed (wrong input) if it is anything else, or another process has it
    static OutFolder claim(Path out, boolean resume, ObjectNode inputs) {
        Path root = out.toAbsolutePath().normalize();
        try {
            boolean made = !Files.exists(root);
            Files.createDirectories(root);
            OutFolder folder = new OutFolder(root, made, FolderLock.take(root));
            try {
                folder.begin(resume, inputs);
                return folder;
            } catch (CommandFailed | IOException e) {
                folder.close();
                throw e;
            }
        } catch (java.nio.file.FileAlreadyExistsException _) {
            throw CommandFailed.wrongInput("--out: " + root + " is a file, expected a new or an empty folder");
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--out: " + root + " cannot be written: " + Trouble.words(e));
        }
    }

    private void begin(boolean resume, ObjectNode inputs) throws IOException {
        List<String> found = lock.others();
        if (found.isEmpty()) {
            Files.createDirectories(root.resolve(Layout.CHECKPOINTS));
            WholeFile.write(root.resolve(TRAINING), JSON.writeValueAsBytes(inputs));
            return;
        }
        if (!resume) {
            throw CommandFailed.wrongInput("--out: " + root + " is not empty, expected a new or an empty folder"
                    + (found.contains(TRAINING) ? ", or --resume to go on with the training in it" : ""));
        }
        if (!found.contains(TRAINING)) {
            throw CommandFailed.wrongInput("--resume: " + root + " has no " + TRAINING
                    + ", expected the folder of a training that was interrupted");
        }
        // Both as they read from a file: a long and an int of the same value are different nodes.
        same(JSON.readTree(JSON.writeValueAsBytes(inputs)), object(root.resolve(TRAINING)));
        if (found.contains(RESULT)) {
            // Killed between the two last things that a training does.
            Files.deleteIfExists(state());
        }
        deleteParts(root);
        deleteParts(root.resolve(Layout.CHECKPOINTS));
    }

    /// Another setting would go on with something that nobody asked for.
    private static void same(JsonNode now, JsonNode before) {
        TreeSet<String> names = new TreeSet<>();
        now.fieldNames().forEachRemaining(names::add);
        before.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!now.path(name).equals(before.path(name))) {
                throw CommandFailed.wrongInput("--resume: " + name + " is " + shown(now.path(name))
                        + ", but the training began with " + shown(before.path(name)));
            }
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.isValueNode() ? value.asText() : value.toString();
    }

    /// What was being written when a process was killed: files, and the model's folder.
    private static void deleteParts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") && name.endsWith(".part")) {
                    Scratch.delete(file);
                }
            }
        }
    }

    Path root() {
        return root;
    }

    /// Where the weights after a step go; names sort as steps do.
    Path checkpoint(int step, int steps) {
        int digits = Integer.toString(steps).length();
        return root.resolve(Layout.CHECKPOINTS).resolve(("step-%0" + digits + "d.safetensors").formatted(step));
    }

    /// The trajectory as it lies in the folder, in order.
    List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(Layout.CHECKPOINTS))) {
            return files.filter(file -> file.getFileName().toString().matches("step-[0-9]+[.]safetensors"))
                    .sorted()
                    .toList();
        }
    }

    /// Where an interrupted training goes on from.
    Path state() {
        return root.resolve(STATE);
    }

    /// What a training that ended before came to.
    ///
    /// @throws CommandFailed (wrong input) if what it left is not there any more
    Optional<ObjectNode> result() throws IOException {
        Path file = root.resolve(RESULT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        ObjectNode result = object(file);
        requireFile(Layout.CONFIG, OptionalLong.empty());
        OptionalLong last = OptionalLong.empty();
        for (JsonNode checkpoint : result.path("checkpoints")) {
            last = OptionalLong.of(checkpoint.path("bytes").longValue());
            requireFile(checkpoint.path("file").asText(), last);
        }
        requireFile(Layout.WEIGHTS, last);
        // It may have been moved since.
        return Optional.of(result.put("out", root.toString()));
    }

    private void requireFile(String name, OptionalLong bytes) throws IOException {
        Path file = root.resolve(name);
        boolean there = Files.isRegularFile(file);
        if (!there || bytes.isPresent() && Files.size(file) != bytes.getAsLong()) {
            throw CommandFailed.wrongInput("--resume: " + file
                    + (there ? " has " + Files.size(file) + " bytes, expected " + bytes.getAsLong() : " is missing")
                    + ", as the training left it; expected its whole folder, or another --out to train anew");
        }
    }

    private static ObjectNode object(Path file) {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException _) {
            // Says below what it is not.
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--resume: " + Trouble.words(e));
        }
        throw CommandFailed.wrongInput("--resume: " + file + " is no JSON object, expected what a training wrote");
    }

    /// Lays out the model in the folder.
    ///
    /// @param weights the checkpoint that is the model
    void model(ModelFolder source, Head head, Path weights) throws IOException {
        Path whole = root.resolve(".model.part");
        source.export(head, weights, whole);
        try (Stream<Path> files = Files.list(whole)) {
            for (Path file : files.toList()) {
                if (!file.endsWith(Layout.CONFIG)) {
                    WholeFile.moveIntoPlace(file, root.resolve(file.getFileName()));
                }
            }
        }
        WholeFile.moveIntoPlace(whole.resolve(Layout.CONFIG), root.resolve(Layout.CONFIG));
        Files.delete(whole);
    }

    /// Seals the training.
    void finish(ObjectNode result) throws IOException {
        WholeFile.write(root.resolve(RESULT), JSON.writeValueAsBytes(result));
        Files.deleteIfExists(state());
    }

    /// Lets others have the folder. Where no step was worth keeping, nothing of it stays.
    @Override
    public void close() throws IOException {
        Path checkpoints = root.resolve(Layout.CHECKPOINTS);
        if (!Files.exists(state()) && Files.isDirectory(checkpoints) && empty(checkpoints)) {
            Files.delete(checkpoints);
            Files.deleteIfExists(root.resolve(TRAINING));
        }
        lock.close();
        if (made && empty(root)) {
            Files.delete(root);
        }
    }

    private static boolean empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
