package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Params;
import dev.bilevel.study.Fusion;
import dev.bilevel.study.InnerLoop;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.Trial;

import java.util.List;
import java.util.Optional;

/// Two studies side by side: which settings differ, what came out differently first, and where they first suggest
/// something else.
///
/// Trials are compared by index, and in each its training, then its fusions by index, then its value: an order
/// that does not depend on which worker was faster.
public final class Comparison {
    private final Telling one;
    private final Telling other;
    private Parting result;
    private Parting suggestion;

    private Comparison(Telling one, Telling other) {
        this.one = one;
        this.other = other;
    }

    /// A setting that is not the same, by its path in the spec.
    public record Setting(String path, String one, String other) {}

    /// Compares them.
    public static Comparison of(Telling one, Telling other) {
        Comparison comparison = new Comparison(one, other);
        List<Trial> ones = one.study().trials();
        List<Trial> others = other.study().trials();
        for (int i = 0; i < Math.max(ones.size(), others.size()) && comparison.suggestion == null; i++) {
            comparison.trials(i, at(ones, i), at(others, i));
        }
        return comparison;
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

    /// The first suggestion that is another, or that only one of them made.
    public Optional<Parting> suggestion() {
        return Optional.ofNullable(suggestion);
    }

    private void trials(int index, Optional<Trial> mine, Optional<Trial> theirs) {
        String trial = "trial " + index;
        String id = ".t" + index;
        Optional<Params> params = mine.map(it -> it.suggested().params());
        suggest(
                trial,
                "params",
                Telling.trial(id),
                params,
                theirs.map(it -> it.suggested().params()));
        if (suggestion != null) {
            return;
        }
        InnerLoop ours = mine.flatMap(Trial::innerLoop).orElse(null);
        InnerLoop others = theirs.flatMap(Trial::innerLoop).orElse(null);
        if (ours != null && others != null) {
            observe(trial, "checkpoints", Telling.trained(id), hashes(ours), hashes(others));
            for (int i = 0; i < Math.max(ours.fusions().size(), others.fusions().size()) && suggestion == null; i++) {
                fusions(trial + ", fusion " + i, id + ".f" + i, at(ours.fusions(), i), at(others.fusions(), i));
            }
        }
        observe(trial, "outcome", Telling.settled(id), outcome(mine.orElseThrow()), outcome(theirs.orElseThrow()));
    }

    private void fusions(String about, String id, Optional<Fusion> mine, Optional<Fusion> theirs) {
        suggest(about, "weights", Telling.fusion(id), mine.map(Fusion::weights), theirs.map(Fusion::weights));
        if (suggestion == null) {
            observe(
                    about,
                    "loss",
                    Telling.scored(id),
                    outcome(mine.orElseThrow().result()),
                    outcome(theirs.orElseThrow().result()));
        }
    }

    private void suggest(String about, String field, String key, Optional<?> mine, Optional<?> theirs) {
        if (suggestion == null && !mine.equals(theirs)) {
            suggestion = parting(about, field, key, mine.orElse(null), theirs.orElse(null));
        }
    }

    /// A result that one of them does not have yet is no difference.
    private void observe(String about, String field, String key, Optional<?> mine, Optional<?> theirs) {
        if (result == null && suggestion == null && mine.isPresent() && theirs.isPresent() && !mine.equals(theirs)) {
            result = parting(about, field, key, mine.get(), theirs.get());
        }
    }

    private Parting parting(String about, String field, String key, Object mine, Object theirs) {
        JsonNode left = mine == null ? null : EventCodec.mapper().valueToTree(mine);
        JsonNode right = theirs == null ? null : EventCodec.mapper().valueToTree(theirs);
        Field first = Field.differing(left, right).getFirst();
        String separator = first.path().isEmpty() || first.path().startsWith("[") ? "" : ".";
        return new Parting(
                about,
                field + separator + first.path(),
                Field.shown(first.one()),
                one.sequence(key),
                Field.shown(first.other()),
                other.sequence(key));
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
