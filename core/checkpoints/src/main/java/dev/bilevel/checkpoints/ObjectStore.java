package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where artifacts lie for good if that is not this machine's disk, as a [CheckpointStore] needs it. Objects appear
/// whole or not at all, and never change afterwards. Implementations are thread-safe.
///
/// A key is a path below the store, `studies/<study>/t3/f5/<hash>/model.safetensors`, with `/` between its parts.
public interface ObjectStore {

    /// The URI of an object; it need not exist.
    String uriOf(String key);

    /// The key that a URI means, empty if it lies elsewhere; what it says is not to be trusted any further.
    Optional<String> keyOf(String uri);

    /// Writes an object's content to a file that is there.
    ///
    /// @return whether there is such an object
    /// @throws IOException if the store cannot be reached or does not answer, however often it was asked
    boolean fetch(String key, Path into) throws IOException;

    /// Makes a file's content an object. When this returns, everybody can fetch it.
    ///
    /// @throws IOException as [#fetch(String, Path)]
    void put(String key, Path file) throws IOException;

    /// Removes an object; does nothing if there is none.
    ///
    /// @throws IOException as [#fetch(String, Path)]
    void delete(String key) throws IOException;

    /// The objects whose keys begin with a prefix, in no particular order; one that is written meanwhile may be
    /// missing.
    ///
    /// @param prefix ends in `/`
    /// @throws IOException as [#fetch(String, Path)]
    List<Listed> list(String prefix) throws IOException;

    /// An object that is there.
    record Listed(String key, long bytes) {}
}
