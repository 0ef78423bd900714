package dev.bilevel.checkpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The folder that artifacts live in, and the only place where artifact URIs may lead.
///
///     <root>/trials/<hash of inputs>/checkpoint-0.safetensors … result.json
///     <root>/fusions/<hash of inputs>.safetensors
///
/// Files appear complete under their name ([SafetensorsWriter], [Fusion]) and never change afterwards. The folder is
/// the store, or holds copies of what lies in an [ObjectStore] under the same paths: then a file that was written
/// exists for others once it is published, and one that is asked for is fetched. Thread-safe.
public final class CheckpointStore {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern KEY = Pattern.compile("(?!\\.)[\\w.-]{1,200}(/(?!\\.)[\\w.-]{1,200}){0,7}");
    private static final int VERIFICATIONS_KEPT = 10_000;

    private final Path configured;
    private final Path root;
    private final Optional<ObjectStore> remote;
    private final Optional<Cache> cache;
    private final SequencedMap<Path, Verified> verified = new LinkedHashMap<>();

    /// What a file was when its hash was computed: a file with another of these must be hashed again.
    private record Verified(String sha256, long bytes, FileTime modified, Object fileKey) {}

    /// Opens a store that is a folder; makes it where it is missing.
    ///
    /// @throws UncheckedIOException if the folder cannot be made or read
    public CheckpointStore(Path root) {
        this(root, Optional.empty(), 0);
    }

    /// Opens an object store, with a folder for copies.
    ///
    /// @param mostBytes how much the copies may take; while what is in use is more than that, it is more
    /// @throws UncheckedIOException if the folder cannot be made or read
    public CheckpointStore(Path copies, ObjectStore remote, long mostBytes) {
        this(copies, Optional.of(remote), mostBytes);
    }

    private CheckpointStore(Path root, Optional<ObjectStore> remote, long mostBytes) {
        this.configured = root.toAbsolutePath().normalize();
        this.remote = remote;
        try {
            this.root = Files.createDirectories(configured).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("store: " + root + " cannot be used as a folder", e);
        }
        this.cache = remote.map(_ -> new Cache(this.root, mostBytes));
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

    /// The file that an artifact URI means; it need not exist, or be fetched yet.
    ///
    /// @throws OutsideStore unless the URI is `file:///…` below the root, or lies in the object store, without `..`
    ///     and without a symbolic link
    public Path resolve(String uri) throws OutsideStore {
        Path below = remote.isPresent() ? belowRemote(uri, remote.get()) : belowFolder(uri);
        Path step = root;
        for (Path name : below) {
            step = step.resolve(name);
            if (Files.isSymbolicLink(step)) {
                throw new OutsideStore(uri, "passes a symbolic link, " + step + ", expected none in the store");
            }
        }
        return step;
    }

    private Path belowFolder(String uri) throws OutsideStore {
        Path path = fileOf(uri);
        if (path.startsWith(root) && !path.equals(root)) {
            return root.relativize(path);
        }
        if (path.startsWith(configured) && !path.equals(configured)) {
            return configured.relativize(path);
        }
        throw new OutsideStore(uri, "lies outside the store " + root);
    }

    private static Path belowRemote(String uri, ObjectStore remote) throws OutsideStore {
        String key = remote.keyOf(uri)
                .orElseThrow(() -> new OutsideStore(uri, "lies outside the store " + remote.uriOf("")));
        if (!KEY.matcher(key).matches()) {
            throw new OutsideStore(uri, "has a path of other names than letters, digits, '.', '_' and '-' make");
        }
        return Path.of(key);
    }

    /// The URI of a file in the store: what [#resolve(String)] takes.
    ///
    /// @throws IllegalArgumentException if the file is not in the store
    public String uriOf(Path file) {
        String uri = file.toAbsolutePath().normalize().toUri().toString();
        try {
            Path below = belowFolder(uri);
            String inStore = remote.isPresent() ? remote.get().uriOf(key(below)) : uri;
            Path resolved = resolve(inStore);
            return remote.isPresent() ? inStore : resolved.toUri().toString();
        } catch (OutsideStore e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Lets everybody see a file that was written in the store: once this returns, its URI can be resolved anywhere.
    ///
    /// @return its URI
    public String publish(Path file) throws IOException {
        String uri = uriOf(file);
        if (remote.isPresent()) {
            remote.get().put(key(root.relativize(file.toRealPath())), file);
            cache.orElseThrow().use(file, Instant.now());
            cache.orElseThrow().evict(Instant.now());
        }
        return uri;
    }

    /// Writes and publishes a small file, such as a result; it is there whole or not at all.
    public void write(Path file, byte[] content) throws IOException {
        try (PartFile part = new PartFile(file)) {
            part.write(ByteBuffer.wrap(content));
            part.commit();
        }
        publish(file);
    }

    /// Reads a small file, as it is in the store now; empty if there is none.
    public Optional<byte[]> read(Path file) throws IOException {
        if (remote.isPresent() && !fetch(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Removes a file from the store; does nothing if there is none.
    public void delete(Path file) throws IOException {
        if (remote.isPresent()) {
            remote.get().delete(key(root.relativize(file)));
        }
        Files.deleteIfExists(file);
    }

    /// Copies an object to where its file belongs, whole or not at all.
    private boolean fetch(Path file) throws IOException {
        cache.orElseThrow().evict(Instant.now());
        try (PartFile part = new PartFile(file)) {
            if (!remote.orElseThrow().fetch(key(root.relativize(file)), part.path())) {
                return false;
            }
            part.commit();
            cache.orElseThrow().use(file, Instant.now());
            return true;
        }
    }

    private static String key(Path below) {
        return StreamSupport.stream(below.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    /// The file that an artifact's claim check describes, after a look at its length and its hash. A file that was
    /// verified before and has not been touched since is not read again. From an object store it is fetched, unless
    /// the copy at hand is what the claim says.
    ///
    /// @throws OutsideStore if the URI leads elsewhere
    /// @throws CorruptArtifact if the file is missing, no ordinary file, or has another length or hash
    public Path verified(String uri, String sha256, long bytes) throws OutsideStore, CorruptArtifact, IOException {
        Path file = resolve(uri);
        if (remote.isEmpty()) {
            return verified(uri, file, sha256, bytes);
        }
        cache.orElseThrow().use(file, Instant.now());
        try {
            return verified(uri, file, sha256, bytes);
        } catch (CorruptArtifact _) {
            // No copy, or a bad one.
        }
        if (!fetch(file)) {
            throw new CorruptArtifact(uri, "is missing, expected an object of " + bytes + " bytes");
        }
        return verified(uri, file, sha256, bytes);
    }

    private Path verified(String uri, Path file, String sha256, long bytes) throws CorruptArtifact, IOException {
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
