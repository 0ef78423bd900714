package dev.bilevel.encoder;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// Brings the native libraries of PyTorch and the tokenizers into the process: from the class path, or PyTorch's from a
/// folder that `PYTORCH_LIBRARY_PATH` names; never from the network.
public final class Natives {
    private static final String CACHE = "DJL_CACHE_DIR";

    private static Engine engine;
    private static Optional<ExternalTorch> external = Optional.empty();

    private Natives() {}

    /// Sets the system properties that keep DJL offline, each unless it is set already. Call it before anything
    /// else touches DJL; everything in this package does so by itself.
    ///
    /// The libraries (450 MB) are unpacked once into `DJL_CACHE_DIR`, a system property or environment variable,
    /// by default `.djl.ai` in the user's home.
    public static void prepare() {
        unlessSet("ai.djl.offline", "true");
        unlessSet("OPT_OUT_TRACKING", "true");
    }

    /// Loads the libraries now instead of at first use: seconds the first time on a machine, under one later.
    public static void load() {
        engine();
    }

    /// PyTorch, loaded.
    static synchronized Engine engine() {
        if (engine == null) {
            prepare();
            external = ExternalTorch.named();
            external.ifPresent(torch -> unlessSet("PYTORCH_FLAVOR", torch.flavor()));
            engine = loaded();
        }
        return engine;
    }

    private static Engine loaded() {
        Path cache = cache();
        try {
            return new Unpacking(cache)
                    .first(() -> Unbroken.run(() -> {
                        LibUtils.checkStatus();
                        return Engine.getEngine("PyTorch");
                    }));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "PyTorch cannot be unpacked to " + cache + " (set " + CACHE + " to another folder): " + e, e);
        } catch (EngineException e) {
            throw external.<RuntimeException>map(torch -> torch.refused(e)).orElse(e);
        }
    }

    /// The PyTorch that was loaded, where it is not the one that comes along.
    static synchronized Optional<ExternalTorch> external() {
        engine();
        return external;
    }

    private static Path cache() {
        String set = System.getProperty(CACHE, System.getenv(CACHE));
        return set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".djl.ai") : Path.of(set);
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }
}
