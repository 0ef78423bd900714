package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.live.CancelFlags;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges one record after the other, and says what follows from each.
@ApplicationScoped
class Effects {
    private static final Logger LOG = Logger.getLogger(Effects.class);

    private final WorkTopics topics;
    private final Figures figures;
    private final CancelFlags flags;

    Effects(WorkTopics topics, Figures figures, CancelFlags flags) {
        this.topics = topics;
        this.figures = figures;
        this.flags = flags;
    }

    /// Decides what a record leads to. Its study's state goes on at once: the next record may be about the same study.
    ///
    /// @throws org.apache.kafka.common.KafkaException where Kafka has to be asked something and does not answer
    Effect of(OwnedPartition owned, ConsumerRecord<String, byte[]> input) {
        Studies studies = owned.studies();
        int partitions = topics.partitions();
        return switch (figures.timed(() -> Judgement.of(input, studies, partitions))) {
            case Judgement.Taken taken -> take(studies, input, taken);
            case Judgement.Imported imported -> bring(studies, input, imported);
            case Judgement.Astray astray -> passOn(input, astray.partition());
            case Judgement.Unfit unfit -> bury(input, unfit.reason());
        };
    }

    /// For a record with which nothing can be done, with the reason.
    Effect bury(ConsumerRecord<String, byte[]> input, String reason) {
        return new Effect(input, List.of(DeadLetter.of(input, reason)), () -> {
            figures.deadLetter(input.topic());
            LOG.warnf("%s-%d@%d is a dead letter: %s", input.topic(), input.partition(), input.offset(), reason);
        });
    }

    /// As it is, to where its study's state is: whoever has that partition decides.
    private Effect passOn(ConsumerRecord<String, byte[]> input, int partition) {
        var same = new ProducerRecord<>(input.topic(), partition, input.key(), input.value(), input.headers());
        return new Effect(input, List.of(same), () -> {
            figures.astray(input.topic());
            LOG.debugf(
                    "%s-%d@%d is passed on to partition %d, that of %s",
                    input.topic(), input.partition(), input.offset(), partition, input.key());
        });
    }

    private Effect take(Studies studies, ConsumerRecord<String, byte[]> input, Judgement.Taken taken) {
        List<JournalEntry> entries = taken.entries();
        Optional<String> missing = missing(entries.stream().flatMap(entry -> Publication.workTopic(entry).stream()));
        if (missing.isPresent()) {
            return bury(input, missing.get());
        }
        var records = Publication.of(entries, releasable(taken), input.partition());
        entries.forEach(studies::evolve);
        return new Effect(input, records, () -> tell(taken));
    }

    /// What was decided elsewhere, as it stands.
    private Effect bring(Studies studies, ConsumerRecord<String, byte[]> input, Judgement.Imported imported) {
        Optional<String> missing = missing(imported.orders().stream().flatMap(order -> Topics.of(order).stream()));
        if (missing.isPresent()) {
            return bury(input, missing.get());
        }
        var records = Publication.of(imported, input.partition());
        long total = imported.part().total();
        imported.lines().forEach(line -> studies.evolve(line.entry(), new ImportMark(line.hash(), total)));
        return new Effect(input, records, () -> tell(imported));
    }

    /// The first of these topics that does not exist, in words.
    private Optional<String> missing(Stream<String> wanted) {
        return wanted.filter(topic -> !topics.exists(topic))
                .findFirst()
                .map(topic ->
                        "topic: " + topic + " does not exist, expected one of " + topics.trainers() + " as trainer");
    }

    /// A cluster that was set up before there was a topic for them loses disk space, not studies.
    private List<FilesReleased> releasable(Judgement.Taken taken) {
        if (taken.releases().isEmpty() || topics.exists(Topics.RELEASES)) {
            return taken.releases();
        }
        LOG.warnf("topic %s does not exist: %s stay in the store", Topics.RELEASES, taken.releases());
        return List.of();
    }

    private void tell(Judgement.Taken taken) {
        figures.taken(taken.event(), taken.entries());
        try (LogContext _ = LogContext.of(taken.event())) {
            if (taken.entries().isEmpty()) {
                LOG.debugf("%s changes nothing", taken.event().getClass().getSimpleName());
            }
            taken.entries()
                    .forEach(entry -> LOG.infof(
                            "%d %s %s %s",
                            entry.sequence(),
                            entry.role().name().toLowerCase(Locale.ROOT),
                            entry.event().getClass().getSimpleName(),
                            entry.event().subject()));
            if (!taken.entries().isEmpty() && taken.entries().getLast().event() instanceof StudyFailed failed) {
                LOG.warnf("study %s failed: %s", failed.studyId(), failed.message());
            }
        }
        if (!taken.entries().isEmpty() && taken.event() instanceof StudyCancelled cancelled) {
            flags.raise(cancelled);
        }
    }

    private void tell(Judgement.Imported imported) {
        JournalImported part = imported.part();
        figures.imported(part, imported.lines().size());
        try (LogContext _ = LogContext.of(part)) {
            LOG.infof(
                    "entries %d to %d of %d are imported%s",
                    part.from(),
                    part.until() - 1,
                    part.total(),
                    imported.orders().isEmpty() ? "" : ", " + imported.orders().size() + " orders go out again");
        }
    }
}
