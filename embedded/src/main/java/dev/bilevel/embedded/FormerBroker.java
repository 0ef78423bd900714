package dev.bilevel.embedded;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The broker that ran on a folder before, and was killed.
///
/// Its controller remembers it as alive. A successor that starts meanwhile takes itself for the leader of every
/// partition, goes to work on the transactions that were being committed, loses the leadership once its former self
/// counts as dead, takes the partitions for deleted, and writes the transactions down as complete without a marker
/// (Kafka 4.3.1, `TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue`): what was committed is then hidden from
/// everyone who reads committed records, with all that comes after it, for good. So the former broker is struck off
/// first. That spares the successor the wait for its session, too.
final class FormerBroker {
    private static final long PATIENCE_SECONDS = 60;

    private FormerBroker() {}

    /// Has the controller on a folder forget its broker, unless that one stopped in good order.
    ///
    /// @param data the folder of the logs; nobody else may be using it
    static void retire(Path data) throws IOException {
        if (Files.exists(data.resolve(".kafka_cleanshutdown"))) {
            return;
        }
        int port = Ports.chosen(0);
        KafkaRaftServer controller =
                new KafkaRaftServer(KafkaConfig.fromProps(KafkaSettings.controllerAlone(data, port)), Time.SYSTEM);
        controller.startup();
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", "127.0.0.1:" + port))) {
            admin.unregisterBroker(KafkaSettings.NODE).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw new IOException("the former broker cannot be struck off", e);
            }
        } catch (TimeoutException e) {
            throw new IOException("the controller does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the former broker was struck off", e);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }
}
