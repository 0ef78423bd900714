package dev.bilevel.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Fingerprint;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A training that has not reached its end: its state, and the trajectory that it had left by then. Another attempt
/// goes on from there, to the same bits.
///
/// The trajectory is written first, so it may be ahead of the state but never behind. The state, three times the size
/// of a checkpoint, is not published to an object store: it serves whoever sees this folder, a restarted worker for
/// one.
final class Interrupted {
    private static final Logger LOG = Logger.getLogger(Interrupted.class);

    private final CheckpointStore store;
    private final Path folder;

    Interrupted(CheckpointStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /// `interrupted.json`.
    private record Written(Fingerprint fingerprint, List<Checkpoint> checkpoints) {}

    /// For the training's own state; need not exist.
    Path state() {
        return folder.resolve("state.safetensors");
    }

    private Path trajectory() {
        return folder.resolve("interrupted.json");
    }

    void remember(List<Checkpoint> checkpoints, Fingerprint fingerprint) throws IOException {
        store.write(trajectory(), EventCodec.mapper().writeValueAsBytes(new Written(fingerprint, checkpoints)));
    }

    /// What there is to go on from; empty if there is nothing, or it was computed with anything else, or a checkpoint
    /// is no longer what it was.
    Optional<List<Checkpoint>> trajectory(Fingerprint fingerprint) throws IOException {
        if (!Files.exists(state())) {
            return Optional.empty();
        }
        try {
            Written written = EventCodec.mapper().readValue(Files.readAllBytes(trajectory()), Written.class);
            if (!written.fingerprint().equals(fingerprint)) {
                LOG.infof(
                        "%s was computed with %s and is of no use with %s",
                        state(), written.fingerprint(), fingerprint);
                return Optional.empty();
            }
            for (Checkpoint checkpoint : written.checkpoints()) {
                store.verified(
                        checkpoint.artifact().uri(),
                        checkpoint.artifact().sha256(),
                        checkpoint.artifact().bytes());
            }
            return Optional.of(written.checkpoints());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JsonProcessingException | CorruptArtifact | OutsideStore | IllegalArgumentException e) {
            LOG.warnf("%s is of no use: %s", state(), e.getMessage());
            return Optional.empty();
        }
    }

    /// Once the training has reached its end, or must start again.
    void forget() throws IOException {
        Files.deleteIfExists(state());
        store.delete(trajectory());
    }
}
