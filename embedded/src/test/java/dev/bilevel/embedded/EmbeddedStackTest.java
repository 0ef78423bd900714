package dev.bilevel.embedded;

import dev.bilevel.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The whole stack, as real as it gets on one machine.
class EmbeddedStackTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterARestartOnTheSameFolder() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(folder)) {
            sendInTransaction(stack.bootstrapServers(), Topics.JOURNAL, "entry");
            sql(stack, "create table studies(id text)");
            sql(stack, "insert into studies values ('s1')");
            assertThat(redis(stack, "SET progress 7")).isEqualTo("+OK");
        }

        try (EmbeddedStack stack = EmbeddedStack.start(folder)) {
            assertThat(readAll(stack.bootstrapServers(), Topics.JOURNAL)).containsExactly("entry");
            assertThat(sql(stack, "select id from studies")).isEqualTo("s1");
            assertThat(redis(stack, "GET progress")).isEqualTo("$1");
        }
    }

    @Test
    @Timeout(60)
    void aRedisThatCannotSaveItsSnapshotIsStoppedAllTheSame() throws Exception {
        Path home = folder.resolve("redis");
        EmbeddedRedis server = EmbeddedRedis.start(home);
        assertThat(redis(server.url(), "SET progress 7")).isEqualTo("+OK");
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home);

        server.close();

        assertThat(server.alive()).isFalse();
    }

    @Test
    void aShareGroupSeesCommittedWorkFromTheBeginningAndNothingThatWasAborted() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
            Provision.topics(kafka.bootstrapServers(), 2, List.of("roberta"));
            String trials = Topics.trials("roberta");
            try (KafkaProducer<String, String> producer = transactional(kafka.bootstrapServers())) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(trials, "k", "aborted")).get();
                producer.abortTransaction();
            }
            sendInTransaction(kafka.bootstrapServers(), trials, "committed");

            assertThat(takeOne(kafka.bootstrapServers(), trials, Provision.trainersGroup("roberta")))
                    .isEqualTo("committed");
        }
    }

    @Test
    void provisioningTwiceChangesNothingAndAnotherNumberOfPartitionsIsAnError() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
            Provision.topics(kafka.bootstrapServers(), 2, List.of("roberta", "other"));
            Provision.topics(kafka.bootstrapServers(), 2, List.of("roberta", "other"));

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get())
                        .containsAll(Topics.fixed())
                        .contains(Topics.trials("roberta"), Topics.trials("other"));
            }
            assertThatThrownBy(() -> Provision.topics(kafka.bootstrapServers(), 3, List.of("roberta")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has 2 partitions, expected 3");
        }
    }

    /// Several times, for the kill must fall between a commit's answer and its markers: one in eight did.
    @RepeatedTest(5)
    @Timeout(120)
    void aKilledBrokerComesBackOnItsPortWithWhatItAcknowledged() throws Exception {
        int port = Ports.chosen(0);
        Path home = folder.resolve("kafka");
        try (KafkaProcess first = KafkaProcess.start(home, port)) {
            Provision.topics(first.bootstrapServers(), 1, List.of());
            sendInTransaction(first.bootstrapServers(), Topics.JOURNAL, "entry");
            first.kill();
            assertThat(first.alive()).isFalse();
        }

        try (KafkaProcess second = KafkaProcess.start(home, port)) {
            assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(readAll(second.bootstrapServers(), Topics.JOURNAL)).containsExactly("entry");
        }
    }

    private static KafkaProducer<String, String> transactional(String bootstrapServers) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void sendInTransaction(String bootstrapServers, String topic, String value) {
        try (KafkaProducer<String, String> producer = transactional(bootstrapServers)) {
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(topic, "study", value));
            producer.commitTransaction();
        }
    }

    /// What is committed of everything that a topic holds now. The end is the high watermark: a broker answers a commit
    /// before it has marked the partitions, and one that was killed in between marks them after it is back.
    private static List<String> readAll(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ListOffsetsResult ends = admin.listOffsets(
                    partitions.stream().collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())));
            Map<TopicPartition, ListOffsetsResultInfo> end = ends.all().get();
            List<String> values = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < end.get(each).offset())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
            }
            return values;
        }
    }

    private static String takeOne(String bootstrapServers, String topic, String group) {
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        "share.acknowledgement.mode",
                        "explicit"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int i = 0; i < 300; i++) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(200))) {
                    consumer.acknowledge(found, AcknowledgeType.ACCEPT);
                    consumer.commitSync();
                    return found.value();
                }
            }
            return "nothing within a minute";
        }
    }

    private static String sql(EmbeddedStack stack, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:" + stack.postgresUrl(), "postgres", "");
                var prepared = connection.prepareStatement(statement)) {
            boolean rows = prepared.execute();
            if (!rows) {
                return "";
            }
            prepared.getResultSet().next();
            return prepared.getResultSet().getString(1);
        }
    }

    /// The first line of a Redis answer.
    private static String redis(EmbeddedStack stack, String command) throws IOException {
        return redis(stack.redisUrl(), command);
    }

    private static String redis(String url, String command) throws IOException {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
