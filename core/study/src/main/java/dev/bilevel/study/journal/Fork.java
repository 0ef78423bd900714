package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.ModelSource;
import dev.bilevel.study.Observations;
import dev.bilevel.study.OuterLevel;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.Trial;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A what-if: the spec of a study that begins with what another knew at some entry of its journal.
///
/// Every trial that was settled then is an observation of the new study (`outer.earlier`) and is not run again;
/// what was still on its way is suggested anew. The rest of the budget, and of the initial design, is spent
/// under the new settings.
public final class Fork {
    private static final int LONGEST_NAME = 64;
    private static final String SUFFIX = "-fork";
    /// Settings that leave the meaning of a trial's value alone, so that recorded values can stand beside new ones: how
    /// to search, where things lie, and what stays there.
    private static final Pattern FREE =
            Pattern.compile("(name|data|keep|model\\.path|model\\.tokenizer|(outer|inner)\\..+)");

    private Fork() {}

    /// The new study's spec, before any setting is changed.
    ///
    /// @param before the state at the entry where the new study begins
    public static ObjectNode spec(Study before) {
        List<Observation> settled = settled(before);
        ObjectNode spec = before.spec().toJson();
        String name = before.spec().name();
        spec.put("name", name.length() + SUFFIX.length() <= LONGEST_NAME ? name + SUFFIX : name);
        ObjectNode outer = (ObjectNode) spec.get("outer");
        ArrayNode earlier = outer.withArray("earlier");
        settled.forEach(observation -> earlier.add(Observations.write(observation)));
        OuterLevel was = before.spec().outer();
        outer.put("trials", was.trials() - settled.size());
        outer.put("initial", Math.max(Math.max(1, was.points().size()), was.initial() - settled.size()));
        return spec;
    }

    /// The new study's spec as a file, with a line that says where it comes from.
    ///
    /// @param at sequence number of the entry where it begins
    public static String toYaml(Study before, long at, StudySpec forked) {
        return "# " + before.id() + ", forked behind entry " + at
                + " of its journal: outer.earlier is what was known then, "
                + forked.outer().earlier().size() + " settled trials.\n" + SpecTree.toYaml(forked.toJson());
    }

    /// What the new study is told: each settled trial, in order.
    public static List<Observation> settled(Study before) {
        return before.trials().stream().flatMap(Fork::settled).toList();
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
