package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whether a study that was run twice under one id decided the same both times, to the bit.
///
/// A decision is found by its kind and subject rather than by its place, since entries of different trials come in
/// another order where several workers are at work. Everything in it counts, explanations included, but for where a
/// file lies (`uri`): its hash counts instead. Observations are not compared: what they bring shows in the
/// decisions, and how long something took is no matter.
public final class Agreement {
    private static final String PLACE = "uri";

    private final Map<String, Decided> decisions = new LinkedHashMap<>();

    private record Decided(long sequence, JsonNode fields) {}

    /// What came of it.
    public sealed interface Outcome {
        /// Both decided the same.
        ///
        /// @param decisions how much that was
        record Equal(long decisions) implements Outcome {}

        /// One decided something else, or what the other did not.
        record Differs(Parting first) implements Outcome {}

        /// A decision was made twice in one journal.
        record Repeated(String about, long sequence) implements Outcome {}
    }

    private Agreement(Iterable<JournalEntry> journal) throws Twice {
        for (JournalEntry entry : journal) {
            if (entry.role() == Role.DECISION) {
                Decided before = decisions.put(key(entry.event()), new Decided(entry.sequence(), fields(entry)));
                if (before != null) {
                    throw new Twice(new Outcome.Repeated(key(entry.event()), entry.sequence()));
                }
            }
        }
    }

    private static final class Twice extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Outcome.Repeated repeated;

        private Twice(Outcome.Repeated repeated) {
            this.repeated = repeated;
        }
    }

    /// Compares the entries of two whole journals. The first difference is that which comes first in `one`.
    public static Outcome between(Iterable<JournalEntry> one, Iterable<JournalEntry> other) {
        try {
            return compare(new Agreement(one).decisions, new Agreement(other).decisions);
        } catch (Twice e) {
            return e.repeated;
        }
    }

    private static Outcome compare(Map<String, Decided> ones, Map<String, Decided> others) {
        for (Map.Entry<String, Decided> mine : ones.entrySet()) {
            Decided theirs = others.get(mine.getKey());
            if (theirs == null || !theirs.fields().equals(mine.getValue().fields())) {
                return new Outcome.Differs(parting(mine.getKey(), mine.getValue(), theirs));
            }
        }
        return others.entrySet().stream()
                .filter(theirs -> !ones.containsKey(theirs.getKey()))
                .findFirst()
                .<Outcome>map(theirs -> new Outcome.Differs(parting(theirs.getKey(), null, theirs.getValue())))
                .orElseGet(() -> new Outcome.Equal(ones.size()));
    }

    private static Parting parting(String about, Decided one, Decided other) {
        if (one == null || other == null) {
            return new Parting(about, "decision", made(one), sequence(one), made(other), sequence(other));
        }
        Field field = Field.differing(one.fields(), other.fields()).getFirst();
        return new Parting(
                about,
                field.path(),
                Field.shown(field.one()),
                one.sequence(),
                Field.shown(field.other()),
                other.sequence());
    }

    private static String made(Decided decision) {
        return decision == null ? "not made" : "made";
    }

    private static Long sequence(Decided decision) {
        return decision == null ? null : decision.sequence();
    }

    private static String key(Event event) {
        return Replay.name(event) + " " + event.subject();
    }

    private static JsonNode fields(JournalEntry entry) {
        JsonNode tree = EventCodec.mapper().valueToTree(entry.event());
        List<JsonNode> withPlaces = tree.findParents(PLACE);
        withPlaces.forEach(node -> ((ObjectNode) node).remove(PLACE));
        return tree;
    }
}
