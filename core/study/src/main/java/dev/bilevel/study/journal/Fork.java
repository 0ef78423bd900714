package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidConfiguration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Observations;
import dev.bilevel.study.OuterLevel;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.Trial;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A what-if: the spec of a study that begins with what another knew at some entry of its journal.
///
/// Every trial that was settled then is an observation of the new study (`outer.earlier`) and is not run again; those
/// that were on their way are tried first (`outer.points`). The rest of the budget, and of the initial design, is spent
/// under the new settings. As long as these lead to what the journal tells anyway, its results are taken from there
/// ([Retracing]): the new study really begins where it would first do something else.
///
/// Takes the whole journal, entry by entry; used by one thread.
public final class Fork {
    private static final int LONGEST_NAME = 64;
    /// An initial design that nobody asks for, and that leaves room for any points.
    private static final int NOT_ASKED = 99_999;
    private static final String SUFFIX = "-fork";
    /// Settings that leave the meaning of a trial's value alone, so that recorded values can stand beside new ones: how
    /// to search, where things lie, and what stays there.
    private static final Pattern FREE =
            Pattern.compile("(name|data|keep|model\\.path|model\\.tokenizer|(outer|inner)\\..+)");

    private final long at;
    private final Settings settings;
    private final Replay replay = new Replay();
    private Study before;
    private Event cause;
    private Retracing retracing;
    private StudySpec changed;

    /// How the new study is to differ.
    @FunctionalInterface
    public interface Settings {
        /// @param before the state at the entry where the new study begins
        /// @param spec that of the new study, with nothing changed yet, and without what is known
        /// @return with every setting changed
        StudySpec applyTo(Study before, ObjectNode spec);
    }

    /// @param at sequence number of the last entry that the new study is to know
    public Fork(long at, Settings settings) {
        this.at = at;
        this.settings = settings;
    }

    /// Takes the next entry.
    ///
    /// @throws UnreadableJournal where it cannot follow those before it
    /// @throws dev.bilevel.study.InvalidSpec where what is known does not fit the settings
    public void take(long number, JournalEntry entry) throws UnreadableJournal {
        replay.take(number, entry);
        if (entry.sequence() <= at) {
            before = replay.study().orElseThrow();
            cause = replay.cause().orElseThrow();
        } else {
            begun().take(entry);
        }
    }

    /// Requires that the journal does not end between an observation and the decisions that follow from it.
    ///
    /// @throws UnreadableJournal where one is missing
    public void requireWhole() throws UnreadableJournal {
        replay.requireWhole();
    }

    /// What came of it, once all entries were taken, the one at which the new study begins among them.
    public What whatIf() {
        Study parting = begun().parting();
        return new What(at, before, parting, changed);
    }

    private Retracing begun() {
        if (retracing == null) {
            changed = changed(before);
            retracing = Retracing.of(before, cause, changed);
        }
        return retracing;
    }

    /// The new study's spec: the settings, then what is known as far as it lies in the new space. Points and earlier
    /// results of the settings' own stand beside those.
    private StudySpec changed(Study before) {
        ObjectNode blank = spec(before);
        ObjectNode blankOuter = (ObjectNode) blank.get("outer");
        blankOuter.remove(List.of("earlier", "points"));
        blankOuter.put("initial", NOT_ASKED);
        StudySpec asked = settings.applyTo(before, blank);
        Space space = asked.outer().space();
        ObjectNode known = spec(before, configuration -> isIn(space, configuration));
        ObjectNode spec = asked.toJson();
        ObjectNode outer = (ObjectNode) spec.get("outer");
        outer.set("earlier", joined(known.at("/outer/earlier"), outer.path("earlier")));
        outer.set("points", joined(known.at("/outer/points"), outer.path("points")));
        if (asked.outer().initial() == NOT_ASKED) {
            int points = outer.get("points").size();
            outer.put("initial", Math.max(points, known.at("/outer/initial").intValue()));
        }
        return StudySpec.fromJson(spec);
    }

    private static ArrayNode joined(JsonNode one, JsonNode other) {
        ArrayNode both = EventCodec.mapper().createArrayNode();
        one.forEach(both::add);
        other.forEach(both::add);
        return both;
    }

    private static boolean isIn(Space space, Configuration configuration) {
        try {
            space.read(configuration.values());
            return true;
        } catch (InvalidConfiguration _) {
            return false;
        }
    }

    /// The new study.
    ///
    /// @param at sequence number of the entry where it begins
    /// @param before the old one's state at the entry where it begins
    /// @param parting its state where the new settings first make a difference
    /// @param changed the new study's spec if nothing behind that entry were taken from the journal
    public record What(long at, Study before, Study parting, StudySpec changed) {
        /// How many trials were recorded behind the entry as the new settings would have had them.
        public int reused() {
            return settled(parting).size() - settled(before).size();
        }

        /// How many trials that were settled at the entry lie outside the new study's space, which does not know them.
        public int outside() {
            Space space = changed.outer().space();
            return (int) settled(before).stream()
                    .filter(observation -> !isIn(space, observation.configuration()))
                    .count();
        }

        /// How many trials are left to try; none where the new settings make no difference at all.
        public int left() {
            return changed.outer().trials() - reused();
        }

        /// The new study's spec.
        ///
        /// @throws IllegalStateException where no trials are left
        public StudySpec spec() {
            if (left() < 1) {
                throw new IllegalStateException("study " + before.id() + " has tried all that its fork would try");
            }
            return reused() == 0
                    ? changed
                    : StudySpec.fromJson(Fork.spec(parting).put("name", changed.name()));
        }

        /// The spec as a file, with a line that says where it comes from.
        public String toYaml() {
            return "# " + before.id() + ", forked behind entry " + at
                    + " of its journal: outer.earlier has what was known then and what the new settings would have"
                    + " found out until entry " + (parting.nextSequence() - 1) + " as well.\n"
                    + SpecTree.toYaml(spec().toJson());
        }
    }

    /// The spec of a study that goes on from a state, before any setting is changed.
    static ObjectNode spec(Study before) {
        return spec(before, _ -> true);
    }

    /// @param fits whether the new study may know of a configuration
    private static ObjectNode spec(Study before, Predicate<Configuration> fits) {
        List<Observation> settled = settled(before);
        int known = (int) settled.stream()
                .filter(observation -> fits.test(observation.configuration()))
                .count();
        List<Configuration> points = points(before).stream().filter(fits).toList();
        ObjectNode spec = before.spec().toJson();
        String name = before.spec().name();
        spec.put("name", name.length() + SUFFIX.length() <= LONGEST_NAME ? name + SUFFIX : name);
        ObjectNode outer = (ObjectNode) spec.get("outer");
        outer.remove("earlier");
        Stream.concat(before.spec().outer().earlier().stream(), settled.stream())
                .filter(observation -> fits.test(observation.configuration()))
                .forEach(observation -> outer.withArray("earlier").add(Observations.write(observation)));
        outer.set(
                "points",
                EventCodec.mapper()
                        .valueToTree(points.stream().map(Configuration::values).toList()));
        OuterLevel was = before.spec().outer();
        outer.put("trials", was.trials() - settled.size());
        outer.put("initial", Math.max(Math.max(1, points.size()), was.initial() - known));
        return spec;
    }

    /// What a study's trials came to, of those that are settled, in order.
    public static List<Observation> settled(Study study) {
        return study.trials().stream().flatMap(Fork::settled).toList();
    }

    /// The first of these settings that would change what a trial's value means; a recorded value cannot be
    /// compared with one under another task, model or split.
    ///
    /// @param changed the spec with every setting changed
    public static Optional<String> notComparable(Study before, ObjectNode changed) {
        return Field.differing(before.spec().toJson(), changed).stream()
                .filter(field -> !FREE.matcher(field.path()).matches() || isAnotherModel(field))
                .map(Field::path)
                .findFirst();
    }

    /// A folder may have moved; a model of the hub at a commit is what it is.
    private static boolean isAnotherModel(Field field) {
        return field.path().startsWith("model.") && isOfTheHub(field.one()) && isOfTheHub(field.other());
    }

    private static boolean isOfTheHub(JsonNode place) {
        return place != null && place.asText().startsWith(ModelSource.HUB);
    }

    /// What was on its way, then the given points that had not had their turn.
    private static List<Configuration> points(Study before) {
        Stream<Configuration> onTheirWay = before.trials().stream()
                .filter(trial -> !trial.isSettled())
                .map(trial -> trial.suggested().configuration());
        Stream<Configuration> given = before.spec().outer().points().stream()
                .filter(point -> !before.tried().contains(point));
        return Stream.concat(onTheirWay, given).distinct().toList();
    }

    private static Stream<Observation> settled(Trial trial) {
        Configuration params = trial.suggested().configuration();
        return switch (trial) {
            case Trial.Completed completed ->
                Stream.of(new Observation(params, new Outcome.Measured(completed.value())));
            case Trial.Failed failed -> Stream.of(new Observation(params, new Outcome.Failed(failed.message())));
            case Trial _ -> Stream.empty();
        };
    }
}
