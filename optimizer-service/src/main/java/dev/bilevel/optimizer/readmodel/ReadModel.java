package dev.bilevel.optimizer.readmodel;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.HibernateException;
import org.hibernate.reactive.mutiny.Mutiny;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Questions to the read model. It lags behind the journal by milliseconds, or by as long as PostgreSQL was away.
/// Every method may be called from any thread and answers on a thread of the event loop; where PostgreSQL does not
/// answer, with a [HibernateException].
@ApplicationScoped
public class ReadModel {
    /// A connection that is refused is known at once; a server that has stopped working accepts, and says nothing.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    ReadModel(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /// The newest studies first.
    public Uni<List<StudyRow>> studies(int offset, int limit) {
        return ask(
                session -> session.createSelectionQuery("from StudyRow order by submittedAt desc, id", StudyRow.class)
                        .setFirstResult(offset)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /// How many studies there are.
    public Uni<Long> count() {
        return ask(session -> session.createSelectionQuery("select count(*) from StudyRow", Long.class)
                .getSingleResult());
    }

    public Uni<Optional<StudyRow>> study(String id) {
        return ask(session -> session.find(StudyRow.class, id).map(Optional::ofNullable));
    }

    /// The trials of a study, by number.
    public Uni<List<TrialRow>> trials(String studyId) {
        return ask(session -> session.createSelectionQuery(
                        "from TrialRow where studyId = :study order by number", TrialRow.class)
                .setParameter("study", studyId)
                .getResultList());
    }

    public Uni<Optional<TrialRow>> trial(String studyId, int number) {
        return ask(session -> session.createSelectionQuery(
                        "from TrialRow where studyId = :study and number = :number", TrialRow.class)
                .setParameter("study", studyId)
                .setParameter("number", number)
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /// The fusions of a trial, by number.
    public Uni<List<FusionRow>> fusions(String trialId) {
        return ask(session -> session.createSelectionQuery(
                        "from FusionRow where trialId = :trial order by number", FusionRow.class)
                .setParameter("trial", trialId)
                .getResultList());
    }

    /// Journal entries with a sequence number above `after`, in order.
    public Uni<List<JournalRow>> journal(String studyId, long after, int limit) {
        return ask(session -> session.createSelectionQuery(
                        "from JournalRow where studyId = :study and sequence > :after order by sequence",
                        JournalRow.class)
                .setParameter("study", studyId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
    }

    /// Hibernate Reactive wants each session on a Vert.x context of its own.
    private <T> Uni<T> ask(Function<Mutiny.Session, Uni<T>> question) {
        Uni<T> asked = Uni.createFrom().emitter(answer -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(_ -> sessions.withSession(question).subscribe().with(answer::complete, answer::fail));
        });
        return asked.ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new HibernateException("PostgreSQL has not answered for " + PATIENCE));
    }
}
