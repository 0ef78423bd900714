package dev.bilevel.learning;

import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.Split;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What the files behind an order held, for the journal.
///
/// Remembers the hashes of the last few files, since a study asks for the same ones a hundred times; a file
/// that changed is hashed again. Thread-safe.
public final class Contents {
    private static final int FILES_KEPT = 32;

    private final LinkedHashMap<Key, String> kept = new LinkedHashMap<>(8, 0.75f, true);

    /// Changed content has another time or length.
    private record Key(Path file, FileTime modified, long bytes) {}

    /// What a computation on a split, starting from a model folder, was made from.
    ///
    /// @param seed of the computation
    /// @throws OrderFailed INVALID if there is no such split
    public Inputs inputs(ModelFolder model, DataSource data, Split split, long seed) throws OrderFailed, IOException {
        List<String> files = new ArrayList<>();
        for (Path file : model.files()) {
            files.add(hash(file));
        }
        String folder = ContentHash.inputs("model/1").with("files", files).hex();
        return new Inputs(folder, hash(Splits.file(data, split)), seed);
    }

    private synchronized String hash(Path file) throws IOException {
        Key key = new Key(file, Files.getLastModifiedTime(file), Files.size(file));
        String known = kept.get(key);
        if (known == null) {
            known = ContentHash.of(file);
            kept.put(key, known);
            if (kept.size() > FILES_KEPT) {
                kept.pollFirstEntry();
            }
        }
        return known;
    }
}
