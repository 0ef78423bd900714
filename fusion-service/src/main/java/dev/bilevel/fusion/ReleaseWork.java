package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.Freed;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.Work;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Deletes what a study has no more use for, within that study's folder and nowhere else.
@ApplicationScoped
class ReleaseWork implements Work<FilesReleased> {
    private static final Logger LOG = Logger.getLogger(ReleaseWork.class);

    private final CheckpointStore store;

    @Inject
    ReleaseWork(CheckpointStore store) {
        this.store = store;
    }

    @Override
    public Class<FilesReleased> event() {
        return FilesReleased.class;
    }

    @Override
    public List<Event> perform(FilesReleased files, Attempt attempt) throws IOException {
        Freed freed = store.study(files.studyId()).release(files.released(), files.kept());
        LOG.infof("released %s: %d files, %d bytes", files.released(), freed.files(), freed.bytes());
        return List.of();
    }

    /// Nobody waits for it: the order becomes a dead letter. The release at the end of the study covers its files too.
    @Override
    public Optional<Event> failed(FilesReleased files, FailureReason reason, String message) {
        return Optional.empty();
    }
}
