package dev.bilevel.encoder;

import ai.djl.util.Utils;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PyTorch of the user's own, for GPUs above all: the one that comes along computes on processors only.
///
/// @param folder holds `libtorch.so` and what belongs to it
/// @param cuda whether it computes on GPUs
/// @param bytes of its largest libraries: what tells builds of one version apart, which may compute other bits
record ExternalTorch(Path folder, boolean cuda, long bytes) {
    /// The environment variable or system property that names the folder.
    static final String VARIABLE = "PYTORCH_LIBRARY_PATH";

    /// What DJL calls the builds that its own native code is for. Left alone it names one that it does not have.
    private static final String CUDA = "cu128";

    private static final String CPU = "cpu";

    private static final String TORCH = System.mapLibraryName("torch");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    /// The one that is named, if one is.
    ///
    /// @throws UnusableTorch if what is named is not there, or of another version than DJL is made for
    static Optional<ExternalTorch> named() {
        return Optional.ofNullable(Utils.getEnvOrSystemProperty(VARIABLE))
                .filter(path -> !path.isBlank())
                .map(ExternalTorch::in);
    }

    static ExternalTorch in(String path) {
        try {
            Path folder = Path.of(path).toRealPath();
            if (Files.isRegularFile(folder.resolve(TORCH))) {
                return in(folder);
            }
        } catch (IOException | InvalidPathException _) {
            // Said below.
        }
        throw new UnusableTorch(path, "a folder with " + TORCH + " of PyTorch " + wanted());
    }

    private static ExternalTorch in(Path folder) throws IOException {
        Optional<String> version = version(folder);
        if (version.isPresent() && !version.get().equals(wanted())) {
            throw new UnusableTorch(folder + ", PyTorch " + version.get(), "PyTorch " + wanted());
        }
        boolean cuda = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
        return new ExternalTorch(folder, cuda, size(folder, "torch_cpu") + size(folder, "torch_cuda"));
    }

    /// DJL's name for what it is.
    String flavor() {
        return cuda ? CUDA : CPU;
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

    private static long size(Path folder, String library) throws IOException {
        Path file = folder.resolve(System.mapLibraryName(library));
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
