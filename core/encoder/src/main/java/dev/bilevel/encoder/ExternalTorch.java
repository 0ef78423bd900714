package dev.bilevel.encoder;

import ai.djl.engine.EngineException;
import ai.djl.util.Utils;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PyTorch of the user's own, for GPUs above all: the one that comes along computes on processors only.
///
/// @param folder holds `libtorch.so` and what belongs to it
/// @param cuda whether it computes on GPUs
record ExternalTorch(Path folder, boolean cuda) {
    /// The environment variable or system property that names the folder.
    static final String VARIABLE = "PYTORCH_LIBRARY_PATH";

    /// What DJL calls the builds that its own native code is for. Left alone it names one that it does not have.
    private static final String CUDA = "cu128";

    private static final String CPU = "cpu";

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    /// The one that is named, if one is.
    ///
    /// @throws InvalidHyperparameter if what is named is not there, or of another version than DJL is made for
    static Optional<ExternalTorch> named() {
        return Optional.ofNullable(Utils.getEnvOrSystemProperty(VARIABLE))
                .filter(path -> !path.isBlank())
                .map(ExternalTorch::in);
    }

    static ExternalTorch in(String path) {
        Path folder = Path.of(path).toAbsolutePath();
        String library = System.mapLibraryName("torch");
        if (!Files.isRegularFile(folder.resolve(library))) {
            throw new InvalidHyperparameter(VARIABLE, path, "a folder with " + library + " of PyTorch " + wanted());
        }
        version(folder).filter(version -> !version.equals(wanted())).ifPresent(version -> {
            throw new InvalidHyperparameter(VARIABLE, path + ", PyTorch " + version, "PyTorch " + wanted());
        });
        return new ExternalTorch(folder, Files.exists(folder.resolve(System.mapLibraryName("torch_cuda"))));
    }

    /// DJL's name for what it is.
    String flavor() {
        return cuda ? CUDA : CPU;
    }

    /// What tells it from other builds of the same version, as far as bits go: their sizes differ.
    String build() {
        try {
            return "a build of " + Files.size(folder.resolve(System.mapLibraryName("torch_cpu"))) + " bytes";
        } catch (IOException _) {
            return "a build of its own";
        }
    }

    /// What to say where it cannot be loaded.
    InvalidHyperparameter refused(EngineException e) {
        Throwable reason = e;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new InvalidHyperparameter(VARIABLE, folder, "a PyTorch that can be loaded: " + reason.getMessage());
    }

    /// The version that DJL's native code was compiled for; with another one the process would end.
    private static String wanted() {
        Properties properties = new Properties();
        try (InputStream in = Utils.class.getResourceAsStream("/pytorch-engine.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("pytorch_version");
    }

    /// As a file beside the folder says it: that of libtorch's archive, or that of Python's package.
    private static Optional<String> version(Path folder) {
        for (String name : new String[] {"build-version", "version.py"}) {
            try {
                Matcher version = VERSION.matcher(Files.readString(folder.resolveSibling(name)));
                if (version.find()) {
                    return Optional.of(version.group());
                }
            } catch (IOException _) {
                // Not that kind of folder.
            }
        }
        return Optional.empty();
    }
}
