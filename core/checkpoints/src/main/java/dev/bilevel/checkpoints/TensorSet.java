package dev.bilevel.checkpoints;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tensors of a model, open for reading, whether they lie in one safetensors file or in shards under an index.
///
/// Thread-safe, except that nobody may read while it is being closed.
public final class TensorSet implements AutoCloseable {
    /// A model's only file of weights, as transformers names it.
    public static final String SINGLE = "model.safetensors";

    /// What names a model's shards, as transformers names it.
    public static final String INDEX = SINGLE + ShardIndex.SUFFIX;

    private final Path path;
    private final List<Path> files;
    private final List<SafetensorsFile> open;
    private final SortedMap<String, SafetensorsFile> homes;
    private final SortedMap<String, TensorInfo> tensors;

    private TensorSet(Path path, List<Path> files, List<SafetensorsFile> open, Map<String, SafetensorsFile> homes) {
        this.path = path;
        this.files = List.copyOf(files);
        this.open = List.copyOf(open);
        this.homes = new TreeMap<>(homes);
        SortedMap<String, TensorInfo> all = new TreeMap<>();
        homes.forEach((name, file) -> all.put(name, file.tensor(name)));
        this.tensors = Collections.unmodifiableSortedMap(all);
    }

    /// The weights of a model folder: its `model.safetensors`, or else its `model.safetensors.index.json`, as
    /// transformers chooses; empty if it has neither.
    public static Optional<Path> in(Path folder) {
        Path single = folder.resolve(SINGLE);
        Path index = folder.resolve(INDEX);
        return Files.isRegularFile(single)
                ? Optional.of(single)
                : Optional.of(index).filter(Files::isRegularFile);
    }

    /// Opens a safetensors file, an index (a name that ends in `.index.json`) with the shards beside it, or the
    /// weights of a model folder.
    ///
    /// A set is what its index says: every tensor lies in the shard that the index names, and no shard holds a
    /// tensor that the index does not place there.
    ///
    /// @throws InvalidSafetensors if a file is none or lies, a shard is missing, or index and shards disagree
    /// @throws IOException if the path is absent or cannot be read
    public static TensorSet open(Path path) throws InvalidSafetensors, IOException {
        return open(path, Optional.empty());
    }

    /// @param alike an open set that may have the very same header, which then is not parsed again
    static TensorSet open(Path path, Optional<TensorSet> alike) throws InvalidSafetensors, IOException {
        if (Files.isDirectory(path)) {
            Path weights = in(path).orElseThrow(
                            () -> new NoSuchFileException(path + " holds neither " + SINGLE + " nor " + INDEX));
            return open(weights, alike);
        }
        List<SafetensorsFile> open = new ArrayList<>();
        try {
            return path.getFileName().toString().endsWith(ShardIndex.SUFFIX)
                    ? sharded(ShardIndex.read(path), open)
                    : single(path, open, alike.map(set -> set.open.getFirst()));
        } catch (InvalidSafetensors | IOException | RuntimeException e) {
            closeAll(open);
            throw e;
        }
    }

    private static TensorSet single(Path path, List<SafetensorsFile> open, Optional<SafetensorsFile> alike)
            throws InvalidSafetensors, IOException {
        SafetensorsFile file = SafetensorsFile.open(path, alike);
        open.add(file);
        Map<String, SafetensorsFile> homes = new TreeMap<>();
        file.tensors().keySet().forEach(name -> homes.put(name, file));
        return new TensorSet(path, List.of(path), open, homes);
    }

    private static TensorSet sharded(ShardIndex index, List<SafetensorsFile> open)
            throws InvalidSafetensors, IOException {
        SequencedMap<String, SafetensorsFile> shards = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>(List.of(index.file()));
        for (String name : index.names()) {
            SafetensorsFile shard = shard(index, name);
            open.add(shard);
            shards.put(name, shard);
            files.add(shard.path());
            for (String tensor : shard.tensors().keySet()) {
                if (!name.equals(index.shards().get(tensor))) {
                    throw new InvalidSafetensors(shard.path(), tensor, misplaced(index, tensor));
                }
            }
        }
        Map<String, SafetensorsFile> homes = new TreeMap<>();
        for (Map.Entry<String, String> each : index.shards().entrySet()) {
            SafetensorsFile shard = shards.get(each.getValue());
            if (!shard.tensors().containsKey(each.getKey())) {
                throw new InvalidSafetensors(
                        index.file(), each.getKey(), "is said to lie in " + each.getValue() + ", and does not");
            }
            homes.put(each.getKey(), shard);
        }
        return new TensorSet(index.file(), files, open, homes);
    }

    private static SafetensorsFile shard(ShardIndex index, String name) throws InvalidSafetensors, IOException {
        try {
            return SafetensorsFile.open(index.shard(name));
        } catch (NoSuchFileException _) {
            throw new InvalidSafetensors(index.file(), "names the shard " + name + ", which is not in the folder");
        }
    }

    private static String misplaced(ShardIndex index, String tensor) {
        String home = index.shards().get(tensor);
        return home == null
                ? "is not in the index " + index.file()
                : "is there twice: the index " + index.file() + " says that it lies in " + home;
    }

    /// The file, or the index, that was opened.
    public Path path() {
        return path;
    }

    /// All files that the set was read from: the index, if there is one, then the others sorted by name.
    public List<Path> files() {
        return files;
    }

    /// Every tensor by its name, sorted; not to be changed. Offsets count from the beginning of a tensor's own file.
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    /// One tensor's description.
    ///
    /// @throws IllegalArgumentException if there is no tensor of that name; ask [#tensors()] first
    public TensorInfo tensor(String name) {
        return home(name).tensor(name);
    }

    /// A tensor's bytes, as [SafetensorsFile#data(String)].
    public MemorySegment data(String name) throws IOException {
        return home(name).data(name);
    }

    /// A tensor as float32, as [SafetensorsFile#floats(String)].
    public float[] floats(String name) throws IOException {
        return home(name).floats(name);
    }

    /// Decodes a tensor to float32, as [SafetensorsFile#readFloats(String, MemorySegment)].
    public void readFloats(String name, MemorySegment into) throws IOException {
        home(name).readFloats(name, into);
    }

    /// Whether it is seen without a look at each tensor that both hold the same ones.
    boolean alike(TensorSet other) {
        return open.size() == 1 && other.open.size() == 1 && open.getFirst().alike(other.open.getFirst());
    }

    /// The file that a tensor lies in.
    SafetensorsFile home(String name) {
        SafetensorsFile file = homes.get(name);
        if (file == null) {
            throw new IllegalArgumentException(path + ": has no tensor " + Names.shown(name));
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        closeAll(open);
    }

    private static void closeAll(List<SafetensorsFile> files) throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
