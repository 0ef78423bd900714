package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/// One study and the files it makes, under a seeded schedule: orders, answers and releases arrive in any order, and any
/// of them again at any later time, after the study's end too. Work fails where its files are gone.
final class StoreSimulation {
    private final SimulatedWorkers workers;
    private final SplittableRandom random;
    private final int repeatPerMille;
    private final List<Message> inFlight = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    final SimulatedStore store = new SimulatedStore();
    final List<JournalEntry> journal = new ArrayList<>();
    Optional<Study> study = Optional.empty();
    long mostModels;

    private sealed interface Message {
        record Order(Event decision) implements Message {}

        /// A model is fused, and waits for its score.
        record Fused(FusionSuggested order) implements Message {}

        record Answer(Event event) implements Message {}

        record Release(FilesReleased files) implements Message {}
    }

    /// @param repeatPerMille how many of a thousand deliveries are followed by another one some time later
    StoreSimulation(SimulatedWorkers workers, long seed, int repeatPerMille) {
        this.workers = workers;
        this.random = new SplittableRandom(seed);
        this.repeatPerMille = repeatPerMille;
    }

    /// @param cancelAfter deliveries, if the study is to be cancelled
    void run(StudySubmitted submitted, OptionalInt cancelAfter) {
        take(submitted);
        for (int delivered = 0; !inFlight.isEmpty(); delivered++) {
            if (cancelAfter.isPresent() && cancelAfter.getAsInt() == delivered) {
                take(new StudyCancelled(submitted.studyId(), "enough"));
            }
            Message message = inFlight.remove(random.nextInt(inFlight.size()));
            if (random.nextInt(1000) < repeatPerMille) {
                inFlight.add(message);
            }
            deliver(message);
        }
    }

    private void deliver(Message message) {
        switch (message) {
            case Message.Order(TrialSuggested trial) -> train(trial);
            case Message.Order(FusionSuggested fusion) -> fuse(fusion);
            case Message.Order(ModelSelected model) -> score(model);
            case Message.Order _ -> {}
            case Message.Fused(FusionSuggested order) -> score(order);
            case Message.Answer(Event event) -> take(event);
            case Message.Release(FilesReleased files) -> store.release(files);
        }
    }

    /// A training that fails leaves files too.
    private void train(TrialSuggested trial) {
        store.make(FilesReleased.trajectory(trial.trialId()));
        workers.answer(trial).forEach(event -> inFlight.add(new Message.Answer(event)));
    }

    private void fuse(FusionSuggested fusion) {
        if (isThere(fusion, FilesReleased.trajectory(fusion.trialId()))) {
            store.make(fusion.fusionId());
            mostModels = Math.max(mostModels, store.models(fusion.trialId()));
            inFlight.add(new Message.Fused(fusion));
        } else {
            inFlight.add(new Message.Answer(gone(fusion)));
        }
    }

    private void score(FusionSuggested fusion) {
        inFlight.add(new Message.Answer(
                store.has(fusion.fusionId()) ? workers.answer(fusion).getFirst() : gone(fusion)));
    }

    private void score(ModelSelected order) {
        String fusionId = order.model().uri().substring("file:///store/".length());
        inFlight.add(new Message.Answer(
                isThere(order, fusionId)
                        ? workers.answer(order).getFirst()
                        : new ScoringFailed(
                                order.studyId(),
                                order.trialId(),
                                order.modelId(),
                                order.scoring().split(),
                                FailureReason.UNREADABLE,
                                "gone")));
    }

    /// Whoever takes up an order for the first time, of a study that goes on, finds what it refers to.
    private boolean isThere(Event order, String id) {
        boolean first = begun.add(order.subject());
        if (first && !study.orElseThrow().isOver()) {
            assertThat(store.ids()).as("for %s", order.subject()).contains(id);
        }
        return store.has(id);
    }

    private static FusionFailed gone(FusionSuggested order) {
        return new FusionFailed(order.studyId(), order.trialId(), order.fusionId(), FailureReason.UNREADABLE, "gone");
    }

    private void take(Event event) {
        List<JournalEntry> entries = Decider.decide(study, event);
        Releases.after(study, event, entries).forEach(files -> inFlight.add(new Message.Release(files)));
        for (JournalEntry entry : entries) {
            journal.add(entry);
            study = Optional.of(Study.evolve(study, entry));
            if (entry.role() == JournalEntry.Role.DECISION) {
                inFlight.add(new Message.Order(entry.event()));
            }
        }
    }
}
