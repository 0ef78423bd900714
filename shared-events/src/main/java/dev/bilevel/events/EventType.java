package dev.bilevel.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The name of each event on the wire, `ce_type`: explicit, with a version, and never a Java class name.
///
/// A change of an event's fields that old readers would misread gets a new constant with the next version; the old one
/// stays, so that old journals stay readable.
public enum EventType {
    STUDY_SUBMITTED("dev.bilevel.study-submitted.v1", StudySubmitted.class),
    STUDY_CANCELLED("dev.bilevel.study-cancelled.v1", StudyCancelled.class),
    TRIAL_SUGGESTED("dev.bilevel.trial-suggested.v1", TrialSuggested.class),
    CHECKPOINT_SAVED("dev.bilevel.checkpoint-saved.v1", CheckpointSaved.class),
    TRIAL_TRAINED("dev.bilevel.trial-trained.v1", TrialTrained.class),
    TRIAL_FAILED("dev.bilevel.trial-failed.v1", TrialFailed.class),
    FUSION_SUGGESTED("dev.bilevel.fusion-suggested.v1", FusionSuggested.class),
    MODEL_FUSED("dev.bilevel.model-fused.v1", ModelFused.class),
    FUSION_FAILED("dev.bilevel.fusion-failed.v1", FusionFailed.class),
    FUSION_SELECTED("dev.bilevel.fusion-selected.v1", FusionSelected.class),
    MODEL_SELECTED("dev.bilevel.model-selected.v1", ModelSelected.class),
    MODEL_SCORED("dev.bilevel.model-scored.v1", ModelScored.class),
    SCORING_FAILED("dev.bilevel.scoring-failed.v1", ScoringFailed.class),
    TRIAL_COMPLETED("dev.bilevel.trial-completed.v1", TrialCompleted.class),
    STUDY_COMPLETED("dev.bilevel.study-completed.v1", StudyCompleted.class),
    STUDY_FAILED("dev.bilevel.study-failed.v1", StudyFailed.class),
    FILES_RELEASED("dev.bilevel.files-released.v1", FilesReleased.class),
    JOURNAL_IMPORTED("dev.bilevel.journal-imported.v1", JournalImported.class);

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));
    private static final Map<Class<? extends Event>, EventType> BY_RECORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::event, Function.identity()));

    private final String wireName;
    private final Class<? extends Event> event;

    EventType(String wireName, Class<? extends Event> event) {
        this.wireName = wireName;
        this.event = event;
    }

    /// The value of `ce_type`.
    public String wireName() {
        return wireName;
    }

    /// The record that carries it.
    public Class<? extends Event> event() {
        return event;
    }

    /// The type with this wire name, if this code knows it.
    public static Optional<EventType> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /// Why no type has this name, and what was expected; for the end of a message that names it.
    static String whyUnknown(String wireName) {
        String name = wireName.replaceFirst("\\.v\\d+$", "");
        return Arrays.stream(values())
                .map(EventType::wireName)
                .filter(known -> !name.equals(wireName) && known.startsWith(name + ".v"))
                .findFirst()
                .map(known -> "is of a later version than this code knows, expected " + known)
                .orElseGet(() -> "is unknown here, expected one of "
                        + Arrays.stream(values()).map(EventType::wireName).collect(Collectors.joining(", ")));
    }

    /// The type of this event.
    public static EventType of(Event event) {
        return of(event.getClass());
    }

    /// The type that this record carries.
    public static EventType of(Class<? extends Event> event) {
        return BY_RECORD.get(event);
    }
}
