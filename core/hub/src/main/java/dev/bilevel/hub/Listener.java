package dev.bilevel.hub;

/// Is told how a download goes, on the thread that downloads.
@FunctionalInterface
public interface Listener {
    /// Wants to know nothing.
    Listener NONE = (_, _, _) -> {};

    /// So much of a file is here: often, and with `done == total` in the end. Not called for what was here
    /// already.
    ///
    /// @param file its name, such as `model.safetensors`
    /// @param done bytes, with those of an earlier attempt that was cut off
    /// @param total bytes
    void transferred(String file, long done, long total);

    /// One line that a person should know, such as that the hub does not answer and the cache is used.
    default void note(String line) {}
}
