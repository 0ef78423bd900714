package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import static java.util.concurrent.TimeUnit.SECONDS;

/// Transactions that the former owner of a partition left open when it died. Until they end, nobody can read the
/// journal behind them.
///
/// The broker would end them by itself, when their time is over and it next looks: up to half a minute. The new owner
/// need not wait for that. One whose offsets were taken before the group's generation moved on may still commit if its
/// owner is only slow; once it is fenced it cannot. Either way its end is known before the journal is believed.
@ApplicationScoped
class LeftOpen {
    private static final Logger LOG = Logger.getLogger(LeftOpen.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;

    /// @param from the offset of its first record
    private record Open(long producer, long from) {}

    LeftOpen(Admin admin) {
        this.admin = admin;
    }

    /// Aborts those that are going on, and says of the others what is the matter. Does its best: where Kafka does
    /// not answer, or does not allow it, the log says so and all is as before.
    ///
    /// @param journal a partition that is this instance's
    void end(TopicPartition journal) {
        try {
            Set<Open> seen = open(journal);
            Map<Long, TransactionListing> known = known(seen);
            // What has ended while its coordinator was asked needs no word.
            Set<Open> still = open(journal);
            for (Open each : seen) {
                if (still.contains(each)) {
                    end(journal, each, Optional.ofNullable(known.get(each.producer())));
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("%s waits for a transaction that cannot be looked at: %s", journal, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Open> open(TopicPartition journal) throws ExecutionException, InterruptedException, TimeoutException {
        Set<Open> open = new LinkedHashSet<>();
        for (ProducerState state : got(admin.describeProducers(List.of(journal)).partitionResult(journal))
                .activeProducers()) {
            state.currentTransactionStartOffset().ifPresent(from -> open.add(new Open(state.producerId(), from)));
        }
        return open;
    }

    private Map<Long, TransactionListing> known(Set<Open> open)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<Long> ids = open.stream().map(Open::producer).collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Map.of();
        }
        Collection<TransactionListing> listed =
                got(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(ids))
                        .all());
        return listed.stream().collect(Collectors.toMap(TransactionListing::producerId, Function.identity()));
    }

    private void end(TopicPartition journal, Open open, Optional<TransactionListing> listed)
            throws ExecutionException, InterruptedException, TimeoutException {
        String id = listed.map(TransactionListing::transactionalId).orElse("");
        switch (listed.map(TransactionListing::state).orElse(null)) {
            case ONGOING -> {
                // Fencing the producer is how a client aborts what another has begun.
                got(admin.fenceProducers(List.of(id)).all());
                LOG.infof("%s@%d: aborted the transaction that %s left open", journal, open.from(), id);
            }
            case PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE ->
                LOG.warnf("%s@%d: waits for the end of a transaction of %s", journal, open.from(), id);
            case null, default ->
                LOG.errorf(
                        "%s@%d: a transaction of producer %d is open, and its coordinator takes it for ended: Kafka has"
                                + " lost its end. Nothing behind it can be read, and the partition's studies wait, until"
                                + " somebody ends it: kafka-transactions.sh, find-hanging and abort",
                        journal, open.from(), open.producer());
        }
    }

    private static <T> T got(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE_SECONDS, SECONDS);
    }
}
