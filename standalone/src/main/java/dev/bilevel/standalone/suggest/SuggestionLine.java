package dev.bilevel.standalone.suggest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.Suggestion;

import java.util.Optional;
import java.util.OptionalDouble;

/// What `./bilevel suggest` says, as JSON on a line of its own:
///
///     {"trial":7,"params":{"batchSize":16,"x1":0.37},"acquisition":-1.25,"mean":0.8,"sd":0.1}
///
/// Doubles have as many digits as it takes to read the same double back; integers have none after the point. Where no
/// surrogate took part, `acquisition`, `mean` and `sd` are null. In a portfolio, `by` names the member whose turn it
/// was.
final class SuggestionLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SuggestionLine() {}

    /// @param by who made it, where that is worth saying
    static String of(int trial, Suggestion suggestion, Optional<String> by) {
        ObjectNode line = JSON.createObjectNode().put("trial", trial);
        line.set("params", JSON.valueToTree(suggestion.configuration().values()));
        line.put("acquisition", number(suggestion.acquisitionValue()));
        line.put("mean", number(suggestion.mean()));
        line.put("sd", number(suggestion.sd()));
        by.ifPresent(name -> line.put("by", name));
        return line.toString();
    }

    /// @param message names the field, what it is, and what was expected
    static String error(String message) {
        return JSON.createObjectNode().put("error", message).toString();
    }

    /// Null, which JSON has, instead of an infinity, which it has not.
    private static Double number(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
    }
}
