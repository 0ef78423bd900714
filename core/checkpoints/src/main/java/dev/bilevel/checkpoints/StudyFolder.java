package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What one study has in a [CheckpointStore]: nobody else's files lie there, so that they can be deleted without asking
/// anybody else.
///
/// Every id has a folder inside the folder of the id that it begins with; in that lie folders named by the hash of what
/// their files were made from.
///
///     studies/<study>/t3/checkpoints/<hash of inputs>/checkpoint-0.safetensors … result.json
///     studies/<study>/t3/f5/<hash of inputs>/model.safetensors, claim.json
public final class StudyFolder {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");
    private static final int LONGEST_ID = 200;
    /// Trial, and what belongs to it.
    private static final int MOST_PARTS = 2;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final CheckpointStore store;
    private final String study;

    StudyFolder(CheckpointStore store, String study) {
        this.store = store;
        this.study = requireId(study);
    }

    /// Where the files go that were made from the same inputs for one purpose; need not exist.
    ///
    /// @param id inside the study: `<study>.t3.f5`
    /// @param inputs hash of everything that the files depend on
    /// @throws IllegalArgumentException if the id is another study's or too deep, or the hash is none
    public Path folder(String id, String inputs) {
        if (!SHA256.matcher(inputs).matches()) {
            throw new IllegalArgumentException(
                    "hash of inputs: is " + Names.shown(inputs) + ", expected 64 lower-case hex digits");
        }
        if (id.equals(study)) {
            throw new IllegalArgumentException("id: is " + Names.shown(id) + ", expected one inside that study");
        }
        return folder(id).resolve(inputs);
    }

    /// Deletes the files of an id, whoever made them. Files that are gone already are no problem, nor are two who
    /// delete the same; folders go when they are empty.
    ///
    /// In an object store the objects go, and the copies at hand; copies elsewhere go when their cache needs room.
    ///
    /// @param id the study's or one inside it
    /// @param kept ids whose files stay
    /// @throws IllegalArgumentException if an id is another study's or too deep
    public Freed release(String id, Collection<String> kept) throws IOException {
        List<Path> stay = kept.stream().map(this::folder).toList();
        return store.deleteBelow(folder(id), stay);
    }

    private Path folder(String id) {
        requireId(id);
        Path folder = store.root().resolve("studies").resolve(study);
        if (id.equals(study)) {
            return folder;
        }
        if (!id.startsWith(study + ".")) {
            throw new IllegalArgumentException(
                    "id: is " + Names.shown(id) + ", expected one of study " + Names.shown(study));
        }
        String[] parts = id.substring(study.length() + 1).split("\\.", -1);
        if (parts.length > MOST_PARTS) {
            throw new IllegalArgumentException(
                    "id: is " + Names.shown(id) + ", expected at most " + MOST_PARTS + " parts behind the study's");
        }
        for (String part : parts) {
            folder = folder.resolve(part);
        }
        return folder;
    }

    private static String requireId(String id) {
        if (id.length() > LONGEST_ID || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "id: is " + Names.shown(id) + ", expected 1 to " + LONGEST_ID + " of a-z, 0-9, '-' and single '.'");
        }
        return id;
    }
}
