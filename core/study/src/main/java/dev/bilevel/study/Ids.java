package dev.bilevel.study;

import dev.bilevel.events.ModelRole;
import dev.bilevel.events.Split;

import java.util.OptionalInt;

/// The ids inside a study: `<study>.t3` is its trial 3, `<study>.t3.f5` that trial's fusion 5, and
/// `<study>.t3.fused.validation` the request to score that trial's fused model on validation.
public final class Ids {
    private static final int MOST_DIGITS = 9;

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
        return number(id, prefix.length());
    }

    /// Every event of a journal comes through here: no regular expression.
    private static OptionalInt number(String id, int from) {
        int digits = id.length() - from;
        if (digits < 1 || digits > MOST_DIGITS || (digits > 1 && id.charAt(from) == '0')) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = from; i < id.length(); i++) {
            char digit = id.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            number = 10 * number + (digit - '0');
        }
        return OptionalInt.of(number);
    }
}
