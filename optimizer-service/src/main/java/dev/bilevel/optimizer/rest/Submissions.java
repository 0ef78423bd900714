package dev.bilevel.optimizer.rest;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.StudySubmitted;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What users ask for, on its way to the topic `bilevel.studies`.
@ApplicationScoped
class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);
    private static final String SOURCE = "/bilevel/rest";
    /// Longer than Kafka's own limits, see `application.properties`.
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int REMEMBERED = 1000;

    private final MutinyEmitter<String> studies;

    /// Bridges the time until the read model knows a study.
    private final Map<String, StudySubmitted> recent = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StudySubmitted> eldest) {
            return size() > REMEMBERED;
        }
    });

    Submissions(@Channel("submissions") MutinyEmitter<String> studies) {
        this.studies = studies;
    }

    /// A study that was submitted here a short time ago.
    Optional<StudySubmitted> recent(String id) {
        return Optional.ofNullable(recent.get(id));
    }

    /// Takes an id for this submission, unless another has it.
    boolean reserve(StudySubmitted submitted) {
        return recent.putIfAbsent(submitted.studyId(), submitted) == null;
    }

    void release(String id) {
        recent.remove(id);
    }

    /// Returns once Kafka has the event on every in-sync replica. Blocks.
    ///
    /// @throws Refusal where Kafka does not take it
    void publish(Event event) {
        EventRecord written = EventCodec.encode(event, SOURCE);
        RecordHeaders headers = new RecordHeaders();
        written.headers().forEach((name, value) -> headers.add(name, EventCodec.utf8(value)));
        try {
            studies.sendMessage(Message.of(written.value())
                            .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                                    .withKey(written.key())
                                    .withHeaders(headers)
                                    .build()))
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.warnf("%s is not published: %s", event.subject(), e);
            throw Refusal.unavailable("Kafka");
        }
    }
}
