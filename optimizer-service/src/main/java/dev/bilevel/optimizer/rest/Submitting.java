package dev.bilevel.optimizer.rest;

import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.messaging.WorkTopics;
import dev.bilevel.optimizer.readmodel.ReadModel;
import dev.bilevel.optimizer.readmodel.StudyRow;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.StudySpec;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// From a request to an event on `bilevel.studies`. Blocks; throws [Refusal] where the request cannot be carried out.
@ApplicationScoped
class Submitting {
    private static final Logger LOG = Logger.getLogger(Submitting.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Submissions submissions;
    private final ReadModel readModel;
    private final Journals journals;
    private final WorkTopics topics;
    private final OptimizerConfig config;

    Submitting(
            Submissions submissions,
            ReadModel readModel,
            Journals journals,
            WorkTopics topics,
            OptimizerConfig config) {
        this.submissions = submissions;
        this.readModel = readModel;
        this.journals = journals;
        this.topics = topics;
        this.config = config;
    }

    /// @return the study's id
    String submit(String text, Optional<String> wanted) {
        Optional<String> id = wanted.map(StudyIds::checked);
        StudySpec spec = read(text);
        checkTrainer(spec.trainer());
        StudySubmitted submitted = id.isPresent() ? reserve(id.get(), spec) : reserve(spec);
        try {
            submissions.publish(submitted);
        } catch (Refusal e) {
            submissions.release(submitted.studyId());
            throw e;
        }
        return submitted.studyId();
    }

    /// A study that is over, which only the read model knows, takes no harm from being cancelled.
    void cancel(String id, String reason) {
        StudyIds.checked(id);
        Optional<StudyRow> study = asked(id);
        if (study.isEmpty() && submissions.recent(id).isEmpty() && !isInKafka(id)) {
            throw Refusal.unknownStudy(id);
        }
        if (study.isPresent() && study.get().isOver()) {
            throw Refusal.conflict("Study '" + id + "' is over: it is " + study.get().status + ".");
        }
        submissions.publish(new StudyCancelled(id, reason));
    }

    private StudySpec read(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > config.rest().largestSpec()) {
            throw Refusal.tooLarge("The spec", config.rest().largestSpec());
        }
        try {
            return StudySpec.fromYaml(text, config.base().toAbsolutePath());
        } catch (InvalidSpec e) {
            throw Refusal.invalid(e);
        }
    }

    /// Better said now than by a dead letter.
    ///
    /// @throws Refusal where no trainer of this kind has a topic
    void checkTrainer(String trainer) {
        try {
            if (!topics.exists(Topics.trials(trainer))) {
                throw Refusal.invalid("trainer", "'" + trainer + "'", "one of " + String.join(", ", topics.trainers()));
            }
        } catch (KafkaException _) {
            throw Refusal.unavailable("Kafka");
        }
    }

    private StudySubmitted reserve(String id, StudySpec spec) {
        StudySubmitted submitted = new StudySubmitted(id, spec.toJson());
        if (isTaken(id) || !submissions.reserve(submitted)) {
            throw Refusal.conflict("There is a study '" + id + "' already.");
        }
        return submitted;
    }

    private StudySubmitted reserve(StudySpec spec) {
        return StudyIds.candidates(spec.name(), Instant.now())
                .filter(id -> !isTaken(id))
                .map(id -> new StudySubmitted(id, spec.toJson()))
                .filter(submissions::reserve)
                .findFirst()
                .orElseThrow();
    }

    /// The read model knows at once, as a rule; Kafka is asked where it does not answer.
    private boolean isTaken(String id) {
        try {
            return find(id).isPresent();
        } catch (RuntimeException e) {
            LOG.warnf("whether there is a study '%s' is asked of Kafka: %s", id, e);
            return isInKafka(id);
        }
    }

    /// Empty too where the read model does not answer.
    private Optional<StudyRow> asked(String id) {
        try {
            return find(id);
        } catch (RuntimeException e) {
            LOG.warnf("how study '%s' stands is not known: %s", id, e);
            return Optional.empty();
        }
    }

    private Optional<StudyRow> find(String id) {
        return readModel.study(id).await().atMost(PATIENCE);
    }

    private boolean isInKafka(String id) {
        return journals.find(id).await().indefinitely().isPresent();
    }
}
