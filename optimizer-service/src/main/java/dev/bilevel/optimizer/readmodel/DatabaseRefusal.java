package dev.bilevel.optimizer.readmodel;

import io.vertx.pgclient.PgException;
import jakarta.persistence.EntityExistsException;
import org.hibernate.JDBCException;
import org.hibernate.NonUniqueObjectException;

import java.util.Optional;
import java.util.stream.Stream;

/// The database is well, and does not take what it was given, or Hibernate sees that it would not: the same would be
/// refused again.
final class DatabaseRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DatabaseRefusal(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /// Where a failure is one: a row that is there already or refers to none, or a value that no column holds. Not
    /// a full disk, a lost connection or a missing table, which somebody mends.
    static Optional<DatabaseRefusal> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(DatabaseRefusal::refuses)
                .findFirst()
                .map(DatabaseRefusal::new);
    }

    private static boolean refuses(Throwable cause) {
        return switch (cause) {
            case EntityExistsException _, NonUniqueObjectException _ -> true;
            case PgException refused -> isAboutData(refused.getSqlState());
            case JDBCException refused -> isAboutData(refused.getSQLState());
            default -> false;
        };
    }

    /// PostgreSQL's classes of data exceptions, violated constraints, and exceeded limits of a program.
    private static boolean isAboutData(String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
