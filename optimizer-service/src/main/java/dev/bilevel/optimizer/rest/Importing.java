package dev.bilevel.optimizer.rest;

import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.messaging.JournalImports;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// From a journal file to events on `bilevel.studies`. Blocks; throws [Refusal] where the journal cannot go on
/// here, and then nothing is published.
@ApplicationScoped
class Importing {
    private static final Logger LOG = Logger.getLogger(Importing.class);

    private final Journals journals;
    private final Submissions submissions;
    private final Submitting submitting;
    private final JournalImports imports;
    private final OptimizerConfig.Rest limits;
    /// Checking takes every core.
    private final Semaphore oneAtATime = new Semaphore(1);

    Importing(
            Journals journals,
            Submissions submissions,
            Submitting submitting,
            JournalImports imports,
            OptimizerConfig config) {
        this.journals = journals;
        this.submissions = submissions;
        this.submitting = submitting;
        this.imports = imports;
        this.limits = config.rest();
    }

    /// @param isNew whether it was published; otherwise it was there already
    record Taken(String id, long entries, boolean isNew) {}

    Taken take(InputStream body) throws IOException {
        if (!oneAtATime.tryAcquire()) {
            throw Refusal.busy("Another journal is being imported");
        }
        try (UploadedJournal journal = UploadedJournal.read(body, limits.largestJournal(), limits.importPart())) {
            String id = StudyIds.checked(journal.whole().studyId());
            // Each step of it ends: where nothing comes, it is refused.
            Optional<Journals.Journal> there = journals.find(id).await().indefinitely();
            if (there.isPresent()) {
                requireSame(id, there.get(), journal);
            } else {
                publish(journal);
            }
            return new Taken(id, journal.whole().lines(), there.isEmpty());
        } finally {
            oneAtATime.release();
        }
    }

    private void publish(UploadedJournal journal) throws IOException {
        String id = journal.whole().studyId();
        journal.trainer().ifPresent(submitting::checkTrainer);
        if (!submissions.reserve(journal.submitted())) {
            throw Refusal.conflict("There is a study '" + id + "' already.");
        }
        try (JournalParts parts = journal.parts()) {
            imports.publish(parts);
        } catch (KafkaException e) {
            submissions.release(id);
            LOG.warnf("the journal of %s is not published: %s", id, e);
            throw Refusal.unavailable("Kafka");
        }
    }

    /// The study that is there must begin with this journal.
    private static void requireSame(String id, Journals.Journal known, UploadedJournal journal) throws IOException {
        long number = 0;
        try (BufferedReader file = journal.lines();
                Stream<Line> written = known.sealed().subscribe().asStream()) {
            for (Line there : (Iterable<Line>) written::iterator) {
                String line = file.readLine();
                if (line == null) {
                    return;
                }
                number++;
                if (!line.equals(there.text())) {
                    throw Refusal.conflict("There is a study '" + id + "' already, with another journal: line " + number
                            + " differs.");
                }
            }
        }
        if (number < journal.whole().lines()) {
            throw Refusal.conflict("There is a study '" + id + "' already, with the first " + number + " of these "
                    + journal.whole().lines() + " entries.");
        }
    }
}
