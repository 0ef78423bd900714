package dev.bilevel.study;

import dev.bilevel.events.ModelRole;
import dev.bilevel.events.Split;

import java.util.OptionalInt;

/// The ids inside a study: `<study>.t3` is its trial 3, `<study>.t3.f5` that trial's fusion 5, and
/// `<study>.t3.fused.validation` the request to score that trial's fused model on validation.
public final class Ids {
    private Ids() {}

    /// The id of a trial.
    public static String trial(String studyId, int index) {
        return studyId + ".t" + index;
    }

    /// The id of a fusion, and of the model it makes.
    public static String fusion(String trialId, int index) {
        return trialId + ".f" + index;
    }

    /// The id of a request to score a model.
    public static String model(String trialId, ModelRole role, Split split) {
        return trialId + "." + Fields.wireName(role) + "." + Fields.wireName(split);
    }

    /// The index in `<parent>.<letter><index>`; empty where the id is not of that form.
    static OptionalInt index(String parent, char letter, String id) {
        String prefix = parent + "." + letter;
        if (!id.startsWith(prefix)) {
            return OptionalInt.empty();
        }
        String digits = id.substring(prefix.length());
        return digits.matches("0|[1-9]\\d{0,8}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
