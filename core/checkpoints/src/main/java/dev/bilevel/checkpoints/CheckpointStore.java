package dev.bilevel.checkpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The folder that artifacts live in, and the only place where artifact URIs may lead.
///
/// Each study has a folder of its own, [#study]. Files appear complete under their name ([SafetensorsWriter], [Fusion])
/// and never change afterwards. The folder is
/// the store, or holds copies of what lies in an [ObjectStore] under the same paths: then a file that was written
/// exists for others once it is published, and one that is asked for is fetched. Thread-safe.
public final class CheckpointStore {
    private static final Pattern KEY = Pattern.compile("(?!\\.)[\\w.-]{1,200}(/(?!\\.)[\\w.-]{1,200}){0,7}");

    private final Path configured;
    private final Path root;
    private final Optional<ObjectStore> remote;
    private final Optional<Cache> cache;
    private final Verification verification = new Verification();

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

    /// The folder of a study; need not exist.
    ///
    /// @throws IllegalArgumentException if no study can have that id
    public StudyFolder study(String id) {
        return new StudyFolder(this, id);
    }

    /// The file that an artifact URI means; it need not exist, or be fetched yet. One that lay in another store is
    /// looked for at the same place of this one.
    ///
    /// @throws OutsideStore unless the URI is `file:///…` below the root, or lies in the object store, without `..`
    ///     and without a symbolic link, or ends with the place that a study's file has in every store
    public Path resolve(String uri) throws OutsideStore {
        try {
            return withoutLinks(uri, remote.isPresent() ? belowRemote(uri, remote.get()) : belowFolder(uri));
        } catch (OutsideStore e) {
            return withoutLinks(uri, OtherStore.place(uri).orElseThrow(() -> e));
        }
    }

    private Path withoutLinks(String uri, Path below) throws OutsideStore {
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

    /// Removes what lies below a folder of the store.
    ///
    /// @param kept folders whose files stay
    Freed deleteBelow(Path folder, Collection<Path> kept) throws IOException {
        try {
            withoutLinks(folder.toUri().toString(), root.relativize(folder));
        } catch (OutsideStore e) {
            throw new IOException(e.getMessage(), e);
        }
        Freed gone = new Freed(0, 0);
        if (remote.isPresent()) {
            List<String> stay = kept.stream().map(this::below).toList();
            for (ObjectStore.Listed object : remote.get().list(below(folder))) {
                if (stay.stream().noneMatch(object.key()::startsWith)) {
                    remote.get().delete(object.key());
                    gone = gone.plus(object.bytes());
                }
            }
        }
        Freed copies = Tree.delete(folder, kept);
        return remote.isPresent() ? gone : copies;
    }

    /// What the keys of a folder's objects begin with.
    private String below(Path folder) {
        return key(root.relativize(folder)) + "/";
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
            verification.require(uri, file, sha256, bytes);
            return file;
        }
        cache.orElseThrow().use(file, Instant.now());
        try {
            verification.require(uri, file, sha256, bytes);
            return file;
        } catch (CorruptArtifact _) {
            // No copy, or a bad one.
        }
        if (!fetch(file)) {
            throw new CorruptArtifact(uri, "is missing, expected an object of " + bytes + " bytes");
        }
        verification.require(uri, file, sha256, bytes);
        return file;
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
}
