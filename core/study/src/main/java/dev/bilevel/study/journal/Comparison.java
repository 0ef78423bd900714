package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.events.EventCodec;
import dev.bilevel.study.Fusion;
import dev.bilevel.study.InnerLoop;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.Trial;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Two studies side by side: which settings differ, what came out differently first, and where they first suggest
/// something else.
///
/// Trials are compared by index, and in each its training, then its fusions by index, then its value: an order
/// that does not depend on which worker was faster. Where one begins with results of the other's (`outer.earlier`),
/// as a fork does, its first trial stands beside the other's first that it did not know; and of trials with
/// different indices only what was suggested is compared, since their seeds are not the same.
public final class Comparison {
    private final Telling one;
    private final Telling other;
    private Parting result;
    private Parting suggestion;
    private boolean otherSeeds;

    private Comparison(Telling one, Telling other) {
        this.one = one;
        this.other = other;
    }

    /// A setting that is not the same, by its path in the spec.
    public record Setting(String path, String one, String other) {}

    /// Compares them.
    public static Comparison of(Telling one, Telling other) {
        Comparison comparison = new Comparison(one, other);
        List<Trial> ones = unknownTo(other, one);
        List<Trial> others = unknownTo(one, other);
        for (int i = 0; i < Math.max(ones.size(), others.size()) && comparison.suggestion == null; i++) {
            comparison.trials(at(ones, i), at(others, i));
        }
        return comparison;
    }

    /// The trials of a study but for those that another began with.
    private static List<Trial> unknownTo(Telling another, Telling study) {
        Set<Configuration> known = another.study().spec().outer().earlier().stream()
                .map(Observation::configuration)
                .collect(Collectors.toSet());
        return study.study().trials().stream()
                .filter(trial -> !known.contains(trial.suggested().configuration()))
                .toList();
    }

    /// Settings that differ, in the order of their paths.
    public List<Setting> settings() {
        return settings(one.study().spec(), other.study().spec());
    }

    /// Settings of two specs that differ, in the order of their paths.
    public static List<Setting> settings(StudySpec one, StudySpec other) {
        return Field.differing(one.toJson(), other.toJson()).stream()
                .map(field -> new Setting(field.path(), Field.shown(field.one()), Field.shown(field.other())))
                .toList();
    }

    /// The first result that is another for the same suggestion, before the studies part.
    public Optional<Parting> result() {
        return Optional.ofNullable(result);
    }

    /// Whether some results were not compared, since the trials' numbers differ, and with them their seeds.
    public boolean otherSeeds() {
        return otherSeeds;
    }

    /// The first suggestion that is another, or that only one of them made.
    public Optional<Parting> suggestion() {
        return Optional.ofNullable(suggestion);
    }

    private void trials(Optional<Trial> mine, Optional<Trial> theirs) {
        int index = mine.or(() -> theirs).orElseThrow().suggested().index();
        int there = theirs.or(() -> mine).orElseThrow().suggested().index();
        String trial = index == there ? "trial " + index : "trial " + index + " and trial " + there;
        String id = ".t" + index;
        suggest(
                trial,
                "params",
                new Key(Telling.trial(id), Telling.trial(".t" + there)),
                mine.map(it -> it.suggested().params()),
                theirs.map(it -> it.suggested().params()));
        if (suggestion != null) {
            return;
        }
        if (index != there) {
            otherSeeds = true;
            return;
        }
        InnerLoop ours = mine.flatMap(Trial::innerLoop).orElse(null);
        InnerLoop others = theirs.flatMap(Trial::innerLoop).orElse(null);
        if (ours != null && others != null) {
            observe(trial, "checkpoints", Key.same(Telling.trained(id)), hashes(ours), hashes(others));
            for (int i = 0; i < Math.max(ours.fusions().size(), others.fusions().size()) && suggestion == null; i++) {
                fusions(trial + ", fusion " + i, id + ".f" + i, at(ours.fusions(), i), at(others.fusions(), i));
            }
        }
        observe(
                trial,
                "outcome",
                Key.same(Telling.settled(id)),
                outcome(mine.orElseThrow()),
                outcome(theirs.orElseThrow()));
    }

    /// Under which each of the two tells its place in its journal.
    private record Key(String one, String other) {
        static Key same(String key) {
            return new Key(key, key);
        }
    }

    private void fusions(String about, String id, Optional<Fusion> mine, Optional<Fusion> theirs) {
        suggest(about, "weights", Key.same(Telling.fusion(id)), mine.map(Fusion::weights), theirs.map(Fusion::weights));
        if (suggestion == null) {
            observe(
                    about,
                    "loss",
                    Key.same(Telling.scored(id)),
                    outcome(mine.orElseThrow().result()),
                    outcome(theirs.orElseThrow().result()));
        }
    }

    private void suggest(String about, String field, Key key, Optional<?> mine, Optional<?> theirs) {
        if (suggestion == null && !mine.equals(theirs)) {
            suggestion = parting(about, field, key, mine.orElse(null), theirs.orElse(null));
        }
    }

    /// A result that one of them does not have yet is no difference.
    private void observe(String about, String field, Key key, Optional<?> mine, Optional<?> theirs) {
        if (result == null && suggestion == null && mine.isPresent() && theirs.isPresent() && !mine.equals(theirs)) {
            result = parting(about, field, key, mine.get(), theirs.get());
        }
    }

    private Parting parting(String about, String field, Key key, Object mine, Object theirs) {
        JsonNode left = mine == null ? null : EventCodec.mapper().valueToTree(mine);
        JsonNode right = theirs == null ? null : EventCodec.mapper().valueToTree(theirs);
        Field first = Field.differing(left, right).getFirst();
        String separator = first.path().isEmpty() || first.path().startsWith("[") ? "" : ".";
        return new Parting(
                about,
                field + separator + first.path(),
                Field.shown(first.one()),
                one.sequence(key.one()),
                Field.shown(first.other()),
                other.sequence(key.other()));
    }

    private static Optional<List<String>> hashes(InnerLoop loop) {
        return Optional.of(loop.trajectory().stream()
                .map(checkpoint -> checkpoint.artifact().sha256())
                .toList());
    }

    private static Optional<Object> outcome(Trial trial) {
        return switch (trial) {
            case Trial.Completed completed -> Optional.of(completed.value());
            case Trial.Failed failed -> Optional.of("failed: " + failed.message());
            case Trial _ -> Optional.empty();
        };
    }

    private static Optional<Object> outcome(Fusion.Result fusion) {
        return switch (fusion) {
            case Fusion.Result.Scored scored -> Optional.of(scored.loss());
            case Fusion.Result.Failed failed -> Optional.of("failed: " + failed.message());
            case Fusion.Result.Pending _ -> Optional.empty();
        };
    }

    private static <T> Optional<T> at(List<T> list, int index) {
        return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
    }
}
