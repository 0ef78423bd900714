package dev.bilevel.optimizer.readmodel;

import dev.bilevel.optimizer.messaging.JournalRecord;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.reactive.mutiny.Mutiny;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The database side of the projection, for its own thread: every method blocks.
@ApplicationScoped
class ProjectionStore {
    /// For one batch: a database that takes longer is asked again, and its trouble is in the log.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final String schema;

    ProjectionStore(Mutiny.SessionFactory sessions, Pool pool) {
        this.sessions = sessions;
        this.pool = pool;
        this.schema = read("/schema.sql");
    }

    /// Something else has moved the offset since it was read: another instance, or a dropped table.
    static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Moved(String message) {
            super(message);
        }
    }

    /// Makes the tables where they are missing.
    void ensureTables() {
        await(() -> pool.query(schema).execute().replaceWithVoid());
    }

    /// The next offset of each journal partition; absent where nothing was projected yet.
    Map<Integer, Long> offsets() {
        return await(() ->
                        sessions.withSession(session -> session.createSelectionQuery("from OffsetRow", OffsetRow.class)
                                .getResultList()))
                .stream()
                .collect(Collectors.toMap(row -> row.partition, row -> row.nextOffset));
    }

    /// Projects the records and moves the offset behind the last one, in one database transaction.
    ///
    /// @param from where the offset stands
    /// @throws Moved where it does not stand there
    void project(int partition, long from, List<ConsumerRecord<String, byte[]>> records) {
        long next = records.getLast().offset() + 1;
        await(() -> sessions.withTransaction(session -> {
            Projector projector = new Projector(session);
            // One after the other, not each inside the one before: so nested, a batch of some hundred entries that
            // had nothing to fetch never came to its end, and nothing was logged.
            return advance(session, partition, from, next)
                    .chain(() -> Multi.createFrom()
                            .iterable(records)
                            .onItem()
                            .transformToUniAndConcatenate(written -> apply(projector, written))
                            .onItem()
                            .ignoreAsUni());
        }));
    }

    private static Uni<Void> advance(Mutiny.Session session, int partition, long from, long next) {
        return session.find(OffsetRow.class, partition).chain(row -> {
            long found = row == null ? 0 : row.nextOffset;
            if (found != from) {
                throw new Moved("partition " + partition + " is projected to " + found + ", expected " + from);
            }
            if (row != null) {
                row.nextOffset = next;
                return Uni.createFrom().voidItem();
            }
            OffsetRow first = new OffsetRow();
            first.partition = partition;
            first.nextOffset = next;
            return session.persist(first);
        });
    }

    private static Uni<Void> apply(Projector projector, ConsumerRecord<String, byte[]> written) {
        return JournalRecord.of(written)
                .map(record -> projector.apply(record.entry(), record.time()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> work.get().ifNoItem().after(PATIENCE).fail());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = ProjectionStore.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
