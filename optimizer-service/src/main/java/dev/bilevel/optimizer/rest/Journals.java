package dev.bilevel.optimizer.rest;

import dev.bilevel.events.JournalHash;
import dev.bilevel.optimizer.messaging.JournalPage;
import dev.bilevel.optimizer.messaging.JournalPages;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Studies' journals as they lie in Kafka, up to now. The read model is not asked: it may be away, or on its way to
/// where the journal is.
@ApplicationScoped
class Journals {
    private static final Logger LOG = Logger.getLogger(Journals.class);

    private final JournalPages pages;
    private final Submissions submissions;

    Journals(JournalPages pages, Submissions submissions) {
        this.pages = pages;
        this.submissions = submissions;
    }

    /// One study's journal. Without entries where the study was submitted a moment ago, and its first is on its way.
    ///
    /// @return failing with a [Refusal] where there is no such study, or Kafka cannot be read
    Uni<Journal> of(String studyId) {
        StudyIds.checked(studyId);
        return find(studyId)
                .map(found -> found.orElseGet(() -> submissions
                        .recent(studyId)
                        .map(_ -> new Journal(new JournalPage(List.of(), Optional.empty())))
                        .orElseThrow(() -> Refusal.unknownStudy(studyId))));
    }

    /// One study's journal, if Kafka has any of it.
    ///
    /// @return failing with a [Refusal] where Kafka cannot be read
    Uni<Optional<Journal>> find(String studyId) {
        return refused(pages.first(studyId))
                .map(first -> first.entries().isEmpty() ? Optional.empty() : Optional.of(new Journal(first)));
    }

    /// For a study that the read model does not have: there is none, or it has not come to it yet, as for some seconds
    /// after the database was lost.
    ///
    /// @return failing with a [Refusal] that says which
    <T> Uni<T> absent(String studyId) {
        return find(studyId).map(found -> {
            throw found.isPresent()
                    ? Refusal.busy("The read model does not have study '" + studyId + "' yet")
                    : Refusal.unknownStudy(studyId);
        });
    }

    private static <T> Uni<T> refused(Uni<T> asked) {
        return asked.onFailure()
                .invoke(e -> LOG.warnf("a journal cannot be read: %s", e))
                .onFailure(JournalPages.Busy.class)
                .transform(_ -> Refusal.busy("Too many journals are being read"))
                .onFailure(KafkaException.class)
                .transform(_ -> Refusal.unavailable("Kafka"));
    }

    /// A journal of which the first page is here. Others are fetched when somebody wants their lines, so a slow client
    /// has one page in memory, and holds nothing else.
    final class Journal {
        private final JournalPage first;

        private Journal(JournalPage first) {
            this.first = first;
        }

        /// As the lines of a file: each with the running hash.
        Multi<Line> sealed() {
            return Multi.createFrom().deferred(() -> {
                JournalHash hash = new JournalHash();
                return lines().map(line -> new Line(line.entry(), line.time(), hash.seal(line.text())));
            });
        }

        /// Without hashes.
        Multi<Line> lines() {
            return Multi.createBy()
                    .repeating()
                    .uni(AtomicReference<JournalPage>::new, this::next)
                    .whilst(page -> !page.isLast())
                    .onItem()
                    .transformToMultiAndConcatenate(page -> Multi.createFrom().iterable(page.entries()))
                    .map(written -> Line.of(written.entry(), written.time()));
        }

        private Uni<JournalPage> next(AtomicReference<JournalPage> last) {
            Uni<JournalPage> next = last.get() == null ? Uni.createFrom().item(first) : refused(pages.next(last.get()));
            return next.invoke(last::set);
        }
    }
}
