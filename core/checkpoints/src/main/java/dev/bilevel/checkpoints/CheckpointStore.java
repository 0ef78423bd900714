package dev.bilevel.checkpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// The folder that artifacts live in, and the only place where artifact URIs may lead.
///
///     <root>/trials/<hash of inputs>/checkpoint-0.safetensors … result.json
///     <root>/fusions/<hash of inputs>.safetensors
///
/// Files appear complete under their name ([SafetensorsWriter], [Fusion]) and never change afterwards. Thread-safe.
public final class CheckpointStore {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int VERIFICATIONS_KEPT = 10_000;

    private final Path configured;
    private final Path root;
    private final SequencedMap<Path, Verified> verified = new LinkedHashMap<>();

    /// What a file was when its hash was computed: a file with another of these must be hashed again.
    private record Verified(String sha256, long bytes, FileTime modified, Object fileKey) {}

    /// Opens a store; makes its folder where it is missing.
    ///
    /// @throws UncheckedIOException if the folder cannot be made or read
    public CheckpointStore(Path root) {
        configured = root.toAbsolutePath().normalize();
        try {
            this.root = Files.createDirectories(configured).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("store: " + root + " cannot be used as a folder", e);
        }
    }

    /// Opens the store at a folder or a `file:` URI, as it is found in configuration.
    ///
    /// @throws IllegalArgumentException if it is a URI of another kind
    public static CheckpointStore at(String location) {
        if (location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
            try {
                return new CheckpointStore(fileOf(location));
            } catch (OutsideStore e) {
                throw new IllegalArgumentException("store: " + e.getMessage(), e);
            }
        }
        return new CheckpointStore(Path.of(location));
    }

    /// The store's folder, with symbolic links resolved.
    public Path root() {
        return root;
    }

    /// The folder of a trial's checkpoints and result; need not exist.
    ///
    /// @param inputs hash of everything that the trial's training depends on
    public Path trial(String inputs) {
        return root.resolve("trials").resolve(hash(inputs));
    }

    /// The file of a fused model; need not exist.
    ///
    /// @param inputs hash of everything that the fusion depends on
    public Path fusion(String inputs) {
        return root.resolve("fusions").resolve(hash(inputs) + ".safetensors");
    }

    /// The file that an artifact URI means; it need not exist.
    ///
    /// @throws OutsideStore unless the URI is `file:///…` below the root, without `..` and without a symbolic link
    public Path resolve(String uri) throws OutsideStore {
        Path path = fileOf(uri);
        Path below;
        if (path.startsWith(root) && !path.equals(root)) {
            below = root.relativize(path);
        } else if (path.startsWith(configured) && !path.equals(configured)) {
            below = configured.relativize(path);
        } else {
            throw new OutsideStore(uri, "lies outside the store " + root);
        }
        Path step = root;
        for (Path name : below) {
            step = step.resolve(name);
            if (Files.isSymbolicLink(step)) {
                throw new OutsideStore(uri, "passes a symbolic link, " + step + ", expected none in the store");
            }
        }
        return step;
    }

    /// The URI of a file in the store: what [#resolve(String)] takes.
    ///
    /// @throws IllegalArgumentException if the file is not in the store
    public String uriOf(Path file) {
        String uri = file.toAbsolutePath().normalize().toUri().toString();
        try {
            return resolve(uri).toUri().toString();
        } catch (OutsideStore e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The file that an artifact's claim check describes, after a look at its length and its hash. A file that was
    /// verified before and has not been touched since is not read again.
    ///
    /// @throws OutsideStore if the URI leads elsewhere
    /// @throws CorruptArtifact if the file is missing, no ordinary file, or has another length or hash
    public Path verified(String uri, String sha256, long bytes) throws OutsideStore, CorruptArtifact, IOException {
        Path file = resolve(uri);
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            throw new CorruptArtifact(uri, "is missing, expected a file of " + bytes + " bytes");
        }
        if (!found.isRegularFile()) {
            throw new CorruptArtifact(uri, "is no ordinary file");
        }
        if (found.size() != bytes) {
            throw new CorruptArtifact(uri, "has " + found.size() + " bytes, expected " + bytes);
        }
        Verified now = new Verified(sha256, bytes, found.lastModifiedTime(), found.fileKey());
        if (now.equals(remembered(file))) {
            return file;
        }
        String hash = ContentHash.of(file);
        if (!hash.equals(sha256)) {
            throw new CorruptArtifact(uri, "has SHA-256 " + hash + ", expected " + sha256);
        }
        remember(file, now);
        return file;
    }

    private Verified remembered(Path file) {
        synchronized (verified) {
            return verified.get(file);
        }
    }

    private void remember(Path file, Verified now) {
        synchronized (verified) {
            verified.put(file, now);
            if (verified.size() > VERIFICATIONS_KEPT) {
                verified.pollFirstEntry();
            }
        }
    }

    private static Path fileOf(String uri) throws OutsideStore {
        try {
            URI parsed = new URI(uri);
            if (!"file".equals(parsed.getScheme())) {
                throw new OutsideStore(uri, "has the scheme " + parsed.getScheme() + ", expected file:");
            }
            Path path = Path.of(parsed);
            if (!path.isAbsolute() || !path.normalize().equals(path)) {
                throw new OutsideStore(uri, "is no absolute path without '.' and '..'");
            }
            return path;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new OutsideStore(uri, "is no file: URI: " + e.getMessage());
        }
    }

    private static String hash(String inputs) {
        if (!SHA256.matcher(inputs).matches()) {
            throw new IllegalArgumentException(
                    "hash of inputs: is " + Names.shown(inputs) + ", expected 64 lower-case hex digits");
        }
        return inputs;
    }
}
