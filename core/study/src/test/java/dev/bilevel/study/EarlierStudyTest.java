package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A study that begins with what an earlier one found out.
class EarlierStudyTest {
    private static final String GOOD = """
            [{params: {learningRate: 1e-3, batchSize: 16}, value: 0.8},
             {params: {learningRate: 1e-2, batchSize: 8}, failed: diverged},
             {params: {learningRate: 3e-4, batchSize: 32}, value: 0.7},
             {params: {learningRate: 1e-4, batchSize: 16.0}, value: 0.6}]""";

    private static String with(String earlier) {
        return Specs.SMALL.replace(
                "  acquisition: ei", "  earlier: " + earlier.replace("\n", " ") + "\n  acquisition: ei");
    }

    @Test
    void earlierObservationsAreReadInTheSpacesOwnTypes() {
        assertThat(Specs.read(with(GOOD)).outer().earlier())
                .hasSize(4)
                .contains(
                        new Observation(
                                new Configuration(Map.of("learningRate", 1e-2, "batchSize", 8L)),
                                new Outcome.Failed("diverged")),
                        new Observation(
                                new Configuration(Map.of("learningRate", 1e-4, "batchSize", 16L)),
                                new Outcome.Measured(0.6)));
    }

    @Test
    void aResolvedSpecWithEarlierObservationsReadsAsItself() {
        StudySpec spec = Specs.read(with(GOOD));

        assertThat(StudySpec.fromJson(spec.toJson())).isEqualTo(spec);
        assertThat(StudySpec.fromJson(spec.toJson()).toJson()).isEqualTo(spec.toJson());
    }

    @Test
    void aSpecWithoutThemResolvesToWhatItAlwaysDid() {
        assertThat(Specs.read(Specs.SMALL).toJson().path("outer").has("earlier"))
                .isFalse();
    }

    @Test
    void theFirstTrialIsTheSurrogatesAndHasIndexZero() throws Exception {
        StudySubmitted received = throughTheWire(Specs.submitted("s", with(GOOD)));

        TrialSuggested first = firstTrial(received);

        assertThat(first.trial()).isZero();
        assertThat(first.why().origin()).isEqualTo(Explanation.Origin.SURROGATE);
        assertThat(first.why().observed().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRepetitionFromTheWireDecidesToNothing(boolean withEarlier) throws Exception {
        StudySubmitted submitted = Specs.submitted("s", withEarlier ? with(GOOD) : Specs.SMALL);
        StudySubmitted received = throughTheWire(submitted);
        JournalEntry taken = Decider.decide(Optional.empty(), received).getFirst();
        Optional<Study> study = Optional.of(Study.evolve(Optional.empty(), taken));

        assertThat(Decider.decide(study, received)).isEmpty();
        assertThat(Decider.decide(study, submitted)).isEmpty();
    }

    @Test
    void tooFewOfThemLeaveTheInitialDesignAsItIs() {
        String two = "[{params: {learningRate: 1e-3, batchSize: 16}, value: 0.8}]";

        assertThat(firstTrial(Specs.submitted("s", with(two))).params())
                .isEqualTo(firstTrial(Specs.submitted("s", Specs.SMALL)).params());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            old/journal.ndjson                                    | outer.earlier: is '/studies/old/journal.ndjson', expected a list of observations; only ./bilevel reads them from a file
            {a: 1}                                                | outer.earlier: is {"a":1}, expected a list of observations
            [3]                                                   | outer.earlier[0].observation: is 3, expected an object
            [{value: 1}]                                          | outer.earlier[0].params: is missing, expected an object
            [{params: {batchSize: 8}, value: 1}]                  | outer.earlier[0].params.learningRate: is missing, expected a value
            [{params: {learningRate: 1, batchSize: 8}, value: 1}] | outer.earlier[0].params.learningRate: is 1, expected a number in [1.0E-5, 0.01]
            [{params: {learningRate: .nan, batchSize: 8}, value: 1}] | outer.earlier[0].params.learningRate: is NaN, expected a number in
            [{params: {learningRate: 1e-3, batchSize: 8, epochs: 3}, value: 1}] | outer.earlier[0].params.epochs: is unknown, expected one of [batchSize, learningRate]
            [{params: {learningRate: 1e-3, batchSize: 8}, value: .nan}] | outer.earlier[0].value: is NaN, expected a finite number
            [{params: {learningRate: 1e-3, batchSize: 8}}]        | outer.earlier[0].value: is missing, expected a finite number
            [{params: {learningRate: 1e-3, batchSize: 8}, pending: true}] | outer.earlier[0].pending: is there, expected a value
            [{params: {learningRate: 1e-3, batchSize: 8}, value: 1, loss: 2}] | outer.earlier[0].loss: is an unknown field, expected one of params, value, failed
            """)
    void aWrongOneIsNamedByItsPlace(String earlier, String message) {
        assertThatThrownBy(() -> Specs.read(with(earlier)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(message);
    }

    @Test
    void moreThanTenThousandAreTooMany() {
        String one = "{params: {learningRate: 1e-3, batchSize: 8}, value: 1}";
        String many = IntStream.range(0, 10_001).mapToObj(_ -> one).collect(Collectors.joining(", ", "[", "]"));

        assertThatThrownBy(() -> Specs.read(with(many)))
                .hasMessage("outer.earlier: is 10001 observations, expected at most 10000");
    }

    @Test
    void aSpaceWithNothingLeftToTryIsRefused() {
        String finite = with("[{params: {learningRate: 1e-3, batchSize: 8}, value: 1}]")
                .replace("{log: [1e-5, 1e-2]}", "{fixed: 1e-3}")
                .replace("{choice: [8, 16, 32], ordered: true}", "{fixed: 8}");

        assertThatThrownBy(() -> Specs.read(finite))
                .hasMessage("outer.earlier: is every configuration of the space, expected one that was not tried yet");
    }

    private static StudySubmitted throughTheWire(StudySubmitted submitted) throws UnreadableEvent {
        EventRecord wire = EventCodec.encode(submitted, "/test");
        return (StudySubmitted) EventCodec.decode(wire.headers(), EventCodec.utf8(wire.value()));
    }

    private static TrialSuggested firstTrial(StudySubmitted submitted) {
        return Decider.decide(Optional.empty(), submitted).stream()
                .map(JournalEntry::event)
                .filter(TrialSuggested.class::isInstance)
                .map(TrialSuggested.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no trial among " + List.of(submitted)));
    }
}
