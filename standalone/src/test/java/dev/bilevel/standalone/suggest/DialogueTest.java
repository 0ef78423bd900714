package dev.bilevel.standalone.suggest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.standalone.history.LineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class DialogueTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Space SQUARE =
            Space.parse(Map.of("x", Map.of("uniform", List.of(0, 1)), "y", Map.of("uniform", List.of(0, 1))));

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private static Level level(Space space) {
        return new Level(space, Goal.MINIMISE, Acquisition.parse("logei"), Design.sobol(3), 3);
    }

    @Test
    void everyResultIsAnsweredByTheNextSuggestion() throws Exception {
        Dialogue dialogue = dialogue(SQUARE, 1);
        assertThat(trials(newLines())).containsExactly(0);
        for (int i = 0; i < 5; i++) {
            say(dialogue, "{\"trial\":" + i + ",\"value\":" + i * 0.5 + "}");
            assertThat(trials(newLines())).containsExactly(i + 1);
        }
    }

    @Test
    void aResultOutOfOrderIsAnsweredByNoLineAndTheMissingOneBySeveral() throws Exception {
        Dialogue dialogue = dialogue(SQUARE, 3);
        assertThat(trials(newLines())).containsExactly(0, 1, 2);

        say(dialogue, "{\"trial\":2,\"value\":1}");
        assertThat(newLines()).isEmpty();
        say(dialogue, "{\"trial\":1,\"value\":1}");
        assertThat(newLines()).isEmpty();
        say(dialogue, "{\"trial\":0,\"value\":1}");
        assertThat(trials(newLines())).containsExactly(3, 4, 5);
    }

    @Test
    void theOrderOfResultsDoesNotChangeTheSuggestions() throws Exception {
        Dialogue ordered = dialogue(SQUARE, 2);
        for (int i : List.of(0, 1, 2, 3, 4, 5, 6, 7)) {
            say(ordered, "{\"trial\":" + i + ",\"value\":" + i % 3 + "}");
        }
        List<String> expected = newLines();
        Dialogue shuffled = dialogue(SQUARE, 2);
        for (int i : List.of(1, 0, 3, 2, 5, 4, 7, 6)) {
            say(shuffled, "{\"trial\":" + i + ",\"value\":" + i % 3 + "}");
        }
        assertThat(newLines()).isEqualTo(expected).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hello                            | line: is 'hello', expected a JSON object such as {"trial":0,"value":1.23}
            3                                | line: is '3', expected a JSON object
            {"trial":1                       | line: is '{"trial":1', expected a JSON object
            {"trial":1,"value":1,"value":2}  | (Duplicate field 'value')
            {"value":1}                      | trial: is missing, expected the number of a trial whose result is awaited, 1
            {"trial":7,"value":1}            | trial: is 7, expected the number of a trial whose result is awaited, 1
            {"trial":-1,"value":1}           | trial: is -1, expected
            {"trial":1.0,"value":1}          | trial: is 1.0, expected
            {"trial":"1","value":1}          | trial: is "1", expected
            {"trial":99999999999999999999,"value":1} | trial: is 99999999999999999999, expected
            {"trial":0,"value":1}            | trial: is 0, which was reported before, expected
            {"trial":1,"value":NaN}          | value: is NaN, expected a finite number, or "failed": a reason
            {"trial":1,"value":Infinity}     | value: is Infinity, expected a finite number
            {"trial":1,"value":1e999}        | value: is Infinity, expected a finite number
            {"trial":1,"value":"1"}          | value: is '1', expected a finite number
            {"trial":1,"value":null}         | value: is empty, expected a finite number
            {"trial":1,"value":true}         | value: is true, expected a finite number
            {"trial":1}                      | value: is missing, expected a finite number
            {"trial":1,"value":1,"failed":"x"} | failed: is there beside value, expected only one
            {"trial":1,"failed":1}           | failed: is 1, expected a reason in words
            {"trial":1,"pending":true}       | pending: is an unknown field, expected one of trial, value, failed
            {"trial":1,"value":1,"colour":2} | colour: is an unknown field, expected one of trial, value, failed
            """)
    void aWrongLineIsAnsweredByAnErrorAndTheStreamGoesOn(String wrong, String message) throws Exception {
        Dialogue dialogue = dialogue(SQUARE, 1);
        say(dialogue, "{\"trial\":0,\"value\":1}");
        newLines();

        say(dialogue, wrong);
        assertThat(JSON.readTree(newLines().getFirst()).path("error").textValue())
                .contains(message);
        say(dialogue, "{\"trial\":1,\"value\":1}");
        assertThat(trials(newLines())).containsExactly(2);
    }

    @Test
    void aLineThatIsTooLongIsAnErrorAndTheNextOneIsRead() throws Exception {
        Dialogue dialogue = dialogue(SQUARE, 1);
        newLines();

        say(dialogue, " ".repeat(LineReader.LONGEST) + "{}");
        assertThat(newLines()).containsExactly("{\"error\":\"line: is 1048578 bytes long, expected at most 1048576\"}");
        say(dialogue, "{\"trial\":0,\"value\":1}");
        assertThat(trials(newLines())).containsExactly(1);
    }

    @Test
    void anExhaustedSpaceIsSaidOnceAndResultsAreStillTaken() throws Exception {
        Dialogue dialogue = dialogue(Space.parse(Map.of("k", Map.of("int", List.of(1, 2)))), 2);
        assertThat(newLines()).hasSize(2);

        say(dialogue, "{\"trial\":0,\"value\":1}");
        assertThat(newLines())
                .containsExactly("{\"error\":\"space: all of its 2 configurations have been suggested\"}");
        say(dialogue, "{\"trial\":1,\"value\":1}");
        assertThat(newLines()).isEmpty();
        say(dialogue, "{\"trial\":1,\"value\":1}");
        assertThat(newLines()).singleElement().asString().contains("which was reported before");
    }

    @Test
    void whatIsPendingInTheHistoryIsAwaited() throws Exception {
        Configuration at = new Configuration(Map.of("x", 0.5, "y", 0.25));
        List<Observation> history = List.of(
                new Observation(new Configuration(Map.of("x", 0.1, "y", 0.2)), new Outcome.Measured(1)),
                new Observation(at, new Outcome.Pending()));
        Dialogue dialogue = new Dialogue(new Suggestions(level(SQUARE)), history, 1, new Answers(output));
        assertThat(dialogue.begin()).isFalse();
        assertThat(newLines()).isEmpty();
        assertThat(dialogue.outstanding()).containsExactly(1);

        say(dialogue, "{\"trial\":1,\"value\":2}");
        assertThat(trials(newLines())).containsExactly(2);
        assertThat(dialogue.outstanding()).containsExactly(2);
    }

    @Test
    void anInterruptedStreamGoesOnAsIfItHadNotBeen() throws Exception {
        Dialogue whole = dialogue(SQUARE, 2);
        List<Observation> history = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            say(whole, "{\"trial\":" + i + ",\"value\":" + i * i + "}");
        }
        List<String> expected = newLines();
        for (int i = 0; i < 6; i++) {
            JsonNode params = JSON.readTree(expected.get(i)).path("params");
            history.add(new Observation(
                    new Configuration(Map.of(
                            "x",
                            params.path("x").doubleValue(),
                            "y",
                            params.path("y").doubleValue())),
                    new Outcome.Measured(i * i)));
        }

        new Dialogue(new Suggestions(level(SQUARE)), history, 2, new Answers(output)).begin();

        assertThat(newLines()).isEqualTo(expected.subList(6, 8));
    }

    private Dialogue dialogue(Space space, int parallelism) throws Exception {
        Dialogue dialogue = new Dialogue(new Suggestions(level(space)), List.of(), parallelism, new Answers(output));
        assertThat(dialogue.begin()).isTrue();
        return dialogue;
    }

    private static void say(Dialogue dialogue, String line) throws Exception {
        LineReader reader = new LineReader(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
        for (Optional<LineReader.Line> next = reader.next(); next.isPresent(); next = reader.next()) {
            dialogue.take(next.get());
        }
    }

    private List<String> newLines() {
        List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
        output.reset();
        return lines;
    }

    private static List<Integer> trials(List<String> lines) throws IOException {
        List<Integer> trials = new java.util.ArrayList<>();
        for (String line : lines) {
            trials.add(JSON.readTree(line).path("trial").intValue());
        }
        return trials;
    }
}
