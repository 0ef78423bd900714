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
    ///
    /// @throws UnusableTorch if another PyTorch is named and cannot be loaded
    public static void load() {
        engine();
    }

    /// PyTorch, loaded.
    ///
    /// @throws UnusableTorch if another one is named and cannot be
    static synchronized Engine engine() {
        if (engine == null) {
            prepare();
            external = ExternalTorch.named();
            external.ifPresent(torch -> unlessSet("PYTORCH_FLAVOR", torch.flavor()));
            Path cache = cache();
            try {
                engine = new Unpacking(cache, external.map(ExternalTorch::flavor))
                        .first(() -> Unbroken.run(Natives::loaded));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "PyTorch cannot be unpacked to " + cache + " (set " + CACHE + " to another folder): " + e, e);
            }
        }
        return engine;
    }

    private static Engine loaded() {
        LibUtils.checkStatus();
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            for (Throwable reason = e; external.isPresent() && reason != null; reason = reason.getCause()) {
                if (reason instanceof UnsatisfiedLinkError) {
                    throw new UnusableTorch(
                            external.get().folder(), "a PyTorch that can be loaded: " + reason.getMessage(), e);
                }
            }
            throw e;
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
