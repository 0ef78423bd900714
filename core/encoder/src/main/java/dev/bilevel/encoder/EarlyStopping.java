package dev.bilevel.encoder;

import java.util.Optional;

/// Ends a training that has stopped getting better on examples that it does not learn from.
///
/// @param patience epochs in a row without a lower loss, after which it has had enough; 0: never
/// @param tokens of the examples to look at, absent if it never does; and so the labels
record EarlyStopping(
        int patience, Head head, int padding, Optional<TokenizedExamples> tokens, Optional<Labels> labels) {

    static EarlyStopping never(Head head, int padding) {
        return new EarlyStopping(0, head, padding, Optional.empty(), Optional.empty());
    }

    /// Scores after an epoch.
    void look(Session torch, EncoderModule module, Parameters parameters, Course course) {
        if (patience > 0) {
            course.watched(
                    Scorer.score(torch, module, parameters, head, padding, tokens.orElseThrow(), labels.orElseThrow())
                            .loss());
        }
    }

    boolean enough(Course course) {
        return patience > 0 && course.epochsSinceLeast() >= patience;
    }
}
