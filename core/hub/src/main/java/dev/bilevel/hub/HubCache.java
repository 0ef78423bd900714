package dev.bilevel.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The folder where `huggingface_hub` keeps models, in its layout, so that transformers and Bilevel share each
/// file:
///
///     models--owner--name/refs/main                           the commit that main was last seen at
///     models--owner--name/snapshots/<commit>/config.json  ->  ../../blobs/<checksum>
///     models--owner--name/blobs/<checksum>                    the content
///     .locks/models--owner--name/<checksum>.bilevel.lock
///
/// @param root `HF_HUB_CACHE`
record HubCache(Path root) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /// The commit of that revision, as far as it is known here.
    Optional<ModelId> pinned(ModelId id) throws IOException {
        if (id.pinned()) {
            return Optional.of(id);
        }
        Path ref = ref(id);
        if (!Files.isRegularFile(ref) || Files.size(ref) > 100) {
            return Optional.empty();
        }
        String commit = Files.readString(ref, StandardCharsets.UTF_8).strip();
        return COMMIT.matcher(commit).matches() ? Optional.of(id.at(commit)) : Optional.empty();
    }

    /// Keeps what the revision's commit is; touches nothing where that is known, since a cache may be
    /// read-only.
    void remember(ModelId id, ModelId pinned) throws IOException {
        if (pinned(id).equals(Optional.of(pinned))) {
            return;
        }
        Path ref = ref(id);
        Files.createDirectories(ref.getParent());
        // Not createTempFile: nobody else could read that, and caches are shared.
        Path fresh = ref.resolveSibling(".ref-" + UUID.randomUUID());
        Files.writeString(fresh, pinned.revision());
        Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The folder that holds the files of a commit; it may be missing, or hold some of them.
    Path snapshot(ModelId pinned) {
        return folder(pinned).resolve("snapshots").resolve(pinned.revision());
    }

    Path blob(ModelId id, Checksum checksum) {
        return folder(id).resolve("blobs").resolve(checksum.hex());
    }

    Path lock(ModelId id, Checksum checksum) {
        return root.resolve(".locks").resolve(folderName(id)).resolve(checksum.hex() + ".bilevel.lock");
    }

    /// Gives a file of the commit its name. A file system without links gets a copy.
    void link(ModelId pinned, String file, Checksum checksum) throws IOException {
        Path name = snapshot(pinned).resolve(file);
        Path content = blob(pinned, checksum);
        Files.createDirectories(name.getParent());
        // A temporary name of one's own, so that the file is never there by halves and never missing.
        Path fresh = Files.createTempFile(name.getParent(), ".link", null);
        Files.delete(fresh);
        try {
            Files.createSymbolicLink(fresh, name.getParent().relativize(content));
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.copy(content, fresh);
        }
        Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path ref(ModelId id) {
        return folder(id).resolve("refs").resolve(id.revision());
    }

    private Path folder(ModelId id) {
        return root.resolve(folderName(id));
    }

    private static String folderName(ModelId id) {
        return "models--" + id.name().replace("/", "--");
    }
}
