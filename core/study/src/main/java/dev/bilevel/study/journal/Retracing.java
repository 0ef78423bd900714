package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.study.Decider;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Goes the way that a journal tells under other settings, as far as these lead the same way: up to the first entry
/// that they would not have, every result that it recorded is theirs as well.
///
/// A decision is the same if it suggests or asks for the same; the reasons for it (`why`), and the places of model and
/// data, may be others. That a study was cancelled is no part of a what-if.
final class Retracing {
    private static final Pattern BEGINNING = Pattern.compile("outer\\.(points|earlier|initial)\\b.*");
    private static final Pattern SEARCH = Pattern.compile("(outer|inner)\\..*");
    private static final Pattern IMMATERIAL =
            Pattern.compile("why[.\\[].*|(.*\\.)?(model\\.path|model\\.tokenizer|data\\.path)");

    private Study state;
    private Event cause;
    private boolean parted;

    private Retracing(Study state, Event cause, boolean parted) {
        this.state = state;
        this.cause = cause;
        this.parted = parted;
    }

    /// @param before where it begins
    /// @param cause the observation that was taken in last
    /// @param forked the spec of a study that goes on from there. With points, earlier results or a design of
    ///     its own it goes its own way at once; so does one that searches as before, which is another run
    static Retracing of(Study before, Event cause, StudySpec forked) {
        List<String> changed = Field.differing(Fork.spec(before), forked.toJson()).stream()
                .map(Field::path)
                .toList();
        if (changed.stream().anyMatch(BEGINNING.asMatchPredicate())
                || changed.stream().noneMatch(SEARCH.asMatchPredicate())) {
            return new Retracing(before, cause, true);
        }
        try {
            return new Retracing(before.under(whole(before, forked)), cause, false);
        } catch (InvalidSpec _) {
            // A budget beyond what a spec may have, say.
            return new Retracing(before, cause, true);
        }
    }

    /// Takes the next entry of the journal.
    void take(JournalEntry entry) {
        parted = parted || !leadsTo(entry);
        if (!parted) {
            state = Study.evolve(Optional.of(state), entry);
            cause = entry.role() == Role.OBSERVATION ? entry.event() : cause;
        }
    }

    /// The state behind the last entry that the new settings would have as well.
    Study parting() {
        return state;
    }

    private boolean leadsTo(JournalEntry entry) {
        Optional<Event> due = Decider.next(state, cause);
        return entry.role() == Role.DECISION
                ? due.filter(decision -> isSame(decision, entry.event())).isPresent()
                : due.isEmpty()
                        && !(entry.event() instanceof StudyCancelled)
                        && Decider.admits(Optional.of(state), entry.event());
    }

    private static boolean isSame(Event one, Event other) {
        return one.getClass() == other.getClass()
                && Field.differing(tree(one), tree(other)).stream()
                        .allMatch(field -> IMMATERIAL.matcher(field.path()).matches());
    }

    /// The settings as if the old study had had them from the beginning.
    private static StudySpec whole(Study before, StudySpec forked) {
        ObjectNode was = outer(before.spec().toJson());
        ObjectNode tree = forked.toJson().put("name", before.spec().name());
        ObjectNode outer = outer(tree);
        for (String field : List.of("points", "initial", "earlier")) {
            outer.remove(field);
            Optional.ofNullable(was.get(field)).ifPresent(value -> outer.set(field, value));
        }
        outer.put("trials", forked.outer().trials() + Fork.settled(before).size());
        return StudySpec.fromJson(tree);
    }

    private static ObjectNode outer(ObjectNode spec) {
        return (ObjectNode) spec.get("outer");
    }

    private static JsonNode tree(Event event) {
        return EventCodec.mapper().valueToTree(event);
    }
}
