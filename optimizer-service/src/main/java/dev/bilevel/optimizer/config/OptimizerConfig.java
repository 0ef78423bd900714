package dev.bilevel.optimizer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;

/// The optimizer's own settings; each number is explained in `application.properties`.
@ConfigMapping(prefix = "bilevel.optimizer")
public interface OptimizerConfig {
    /// The folder that relative paths in a submitted spec start from.
    Path base();

    /// Distinguishes this instance from the others: part of its transactional id.
    String instance();

    /// The transaction that answers the input records of a turn.
    Transaction transaction();

    /// How an aborted transaction is tried again.
    Retry retry();

    /// How studies' journals are read out of Kafka.
    Journal journal();

    /// How the journal goes into PostgreSQL.
    Projection projection();

    /// Limits and defaults of the REST API.
    Rest rest();

    /// @see dev.bilevel.optimizer.messaging
    interface Transaction {
        Duration timeout();

        Duration patience();
    }

    /// Waiting times double from the shortest to the longest.
    interface Retry {
        Duration shortest();

        Duration longest();
    }

    /// @see dev.bilevel.optimizer.messaging.JournalPages
    interface Journal {
        int readers();

        Duration patience();
    }

    /// @see dev.bilevel.optimizer.readmodel.Projection
    interface Projection {
        @WithDefault("true")
        boolean enabled();

        String group();

        int batch();

        Duration pace();

        Retry retry();
    }

    /// @see dev.bilevel.optimizer.rest.StudiesResource
    interface Rest {
        int largestSpec();

        long largestJournal();

        int importPart();

        int pageSize();

        int largestPage();

        Duration newsInterval();
    }
}
