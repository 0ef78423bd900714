package dev.bilevel.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/// A model on the hub, and which state of it.
///
/// Written `owner/name` or `name`, with `@revision` behind it where it is not `main`, and with `hf://` before
/// it where it must not be taken for a folder: the address that `huggingface_hub`'s file system knows as well.
///
/// @param name `owner/name`, or `name` alone as a few old models have it
/// @param revision a branch, a tag, `refs/pr/<n>` or a commit
public record ModelId(String name, String revision) {
    /// What the address of a model begins with.
    public static final String SCHEME = "hf://";

    private static final String MAIN = "main";
    /// The rule of `huggingface_hub`'s `validate_repo_id`: `--` stands for the slash in its cache.
    private static final Pattern NAME = Pattern.compile("(?!.*(--|\\.\\.))([\\w.-]{1,96}/)?\\w[\\w.-]{0,95}");

    private static final Pattern EDGE = Pattern.compile("(^|/)[.-]|[.-](/|$)|\\.git$");
    private static final Pattern REVISION = Pattern.compile("(?!.*(\\.\\.|//|/\\.))\\w[\\w./+-]{0,199}(?<!/)");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /// @throws IllegalArgumentException where the hub could have no such model or revision
    public ModelId {
        if (!NAME.matcher(name).matches() || EDGE.matcher(name).find()) {
            throw new IllegalArgumentException("is '" + name + "', expected a model of the hub: owner/name");
        }
        if (!REVISION.matcher(revision).matches()) {
            throw new IllegalArgumentException("has the revision '" + revision + "', expected a branch, tag or commit");
        }
    }

    /// Reads `[hf://][owner/]name[@revision]`; empty where the text is nothing of the kind, such as a path.
    public static Optional<ModelId> parse(String text) {
        String id = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        int at = id.indexOf('@');
        try {
            return Optional.of(at < 0 ? new ModelId(id, MAIN) : new ModelId(id.substring(0, at), id.substring(at + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// True where the revision is a commit: the same files for ever.
    public boolean pinned() {
        return COMMIT.matcher(revision).matches();
    }

    /// The same model at this commit.
    ///
    /// @throws IllegalArgumentException unless it is 40 lower-case hex digits
    ModelId at(String commit) {
        ModelId pinned = new ModelId(name, commit);
        if (!pinned.pinned()) {
            throw new IllegalArgumentException("is '" + commit + "', expected a commit: 40 hex digits");
        }
        return pinned;
    }

    /// `hf://` and the id: what specs carry, and events with a commit in it.
    public String address() {
        return SCHEME + this;
    }

    /// `owner/name@revision`, without a revision where it is `main`.
    @Override
    public String toString() {
        return revision.equals(MAIN) ? name : name + "@" + revision;
    }
}
