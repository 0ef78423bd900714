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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The database side of the projection, for its own thread: every method blocks.
@ApplicationScoped
class ProjectionStore {
    /// For one batch: a database that takes longer is asked again, and its trouble is in the log.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Names every table, so that it fails where one is missing.
    private static final String EMPTIED = """
            select exists (select from projected_offset) and not exists (select from study) as emptied,
                exists (select from trial), exists (select from fusion), exists (select from journal_entry)
            """;

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

    /// Finds out where tables were dropped or emptied behind the projection's back.
    ///
    /// @throws Moved where studies were projected and none is there; otherwise fails where a table is missing
    void requireStudies() {
        if (await(() -> pool.query(EMPTIED).execute()).iterator().next().getBoolean("emptied")) {
            throw new Moved("the tables were emptied");
        }
    }

    /// The next offset of each journal partition; absent where nothing was projected yet.
    Map<Integer, Long> offsets() {
        return await(() ->
                        sessions.withSession(session -> session.createSelectionQuery("from OffsetRow", OffsetRow.class)
                                .getResultList()))
                .stream()
                .collect(Collectors.toMap(row -> row.partition, row -> row.nextOffset));
    }

    /// Records of a partition, one or more, from where its offset stands.
    record Stretch(int partition, long from, List<ConsumerRecord<String, byte[]>> records) {
        long next() {
            return records.getLast().offset() + 1;
        }

        /// The same, a record each.
        List<Stretch> apart() {
            List<Stretch> apart = new ArrayList<>();
            long at = from;
            for (ConsumerRecord<String, byte[]> written : records) {
                Stretch one = new Stretch(partition, at, List.of(written));
                apart.add(one);
                at = one.next();
            }
            return apart;
        }
    }

    /// Projects the records and moves the offsets behind the last ones, in one database transaction.
    ///
    /// @throws Moved where an offset does not stand where it should
    /// @throws DatabaseRefusal where the database does not take what follows from the records
    void project(List<Stretch> stretches) {
        try {
            await(() -> sessions.withTransaction(session -> {
                Projector projector = new Projector(session);
                return each(
                                stretches,
                                stretch -> advance(session, stretch)
                                        .chain(() -> each(stretch.records(), written -> apply(projector, written))))
                        .chain(projector::finish);
            }));
        } catch (RuntimeException e) {
            throw DatabaseRefusal.of(e).map(RuntimeException.class::cast).orElse(e);
        }
    }

    /// Moves the offset behind the records, which leave nothing.
    ///
    /// @throws Moved where the offset does not stand where it should
    void passOver(Stretch stretch) {
        await(() -> sessions.withTransaction(session -> advance(session, stretch)));
    }

    /// One after the other, not each inside the one before: so nested, a batch of some hundred entries that had nothing
    /// to fetch never came to its end, and nothing was logged.
    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<? extends Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> advance(Mutiny.Session session, Stretch stretch) {
        return session.find(OffsetRow.class, stretch.partition()).chain(row -> {
            long found = row == null ? 0 : row.nextOffset;
            if (found != stretch.from()) {
                throw new Moved("partition " + stretch.partition() + " is projected to " + found + ", expected "
                        + stretch.from());
            }
            if (row != null) {
                row.nextOffset = stretch.next();
                return Uni.createFrom().voidItem();
            }
            OffsetRow first = new OffsetRow();
            first.partition = stretch.partition();
            first.nextOffset = stretch.next();
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
