package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The command over streams of the test's own.
class SuggestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPACE = """
            x1: {uniform: [0, 1]}
            batchSize: {choice: [8, 16, 32], ordered: true}
            weights: {simplex: 3}
            layers: {int: [1, 4]}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void aSpace() throws IOException {
        write("space.yaml", SPACE);
    }

    @Test
    void theMiddleOfTheSpaceMayComeFirst() throws IOException {
        assertThat(suggest("", "--space", file("space.yaml"), "--centre-first")).isZero();

        assertThat(JSON.readTree(lines().getFirst()).get("params")).isEqualTo(JSON.readTree("""
                        {"batchSize":16,"layers":3,"weights":[0.3333333333333333,0.3333333333333333,\
                        0.3333333333333333],"x1":0.5}"""));
    }

    @Test
    void anotherKernelMakesAnotherSuggestion() throws IOException {
        write("history.ndjson", """
                {"params":{"x1":0.2,"batchSize":16,"weights":[1,0,0],"layers":2},"value":1.5}
                {"params":{"x1":0.7,"batchSize":8,"weights":[0,0,1],"layers":3},"value":0.5}
                """);
        String[] options = {"--space", file("space.yaml"), "--history", file("history.ndjson"), "--initial", "2"};

        assertThat(suggest("", options)).isZero();
        assertThat(suggest(
                        "",
                        Stream.concat(Stream.of(options), Stream.of("--kernel", "rbf"))
                                .toArray(String[]::new)))
                .isZero();

        assertThat(lines().get(1)).isNotEqualTo(lines().getFirst());
    }

    @Test
    void aSuggestionIsOneLineInThisFormat() throws IOException {
        write("points.ndjson", """
                {"x1":0.30000000000000004,"layers":4.0,"batchSize":16,"weights":[0.25,0.75,0]}
                {"x1":1e-5,"layers":2,"batchSize":8.0,"weights":[1,0,0]}
                """);

        assertThat(suggest("", "--space", file("space.yaml"), "--points", file("points.ndjson"), "--count", "2"))
                .isZero();

        assertThat(lines()).containsExactly("""
                        {"trial":0,"params":{"batchSize":16,"layers":4,"weights":[0.25,0.75,0.0],\
                        "x1":0.30000000000000004},"acquisition":null,"mean":null,"sd":null}""", """
                        {"trial":1,"params":{"batchSize":8,"layers":2,"weights":[1.0,0.0,0.0],\
                        "x1":1.0E-5},"acquisition":null,"mean":null,"sd":null}""");
    }

    @Test
    void aHistoryOfPrintedLinesWithTheirValuesGivesTheStreamsNextSuggestion() throws IOException {
        String results = """
                {"trial":0,"value":1.5}
                {"trial":1,"failed":"diverged"}
                {"trial":2,"value":0.5}
                {"trial":3,"value":2.5}
                """;
        assertThat(suggest(results, "--space", file("space.yaml"), "--initial", "3", "--stream"))
                .isZero();
        List<String> streamed = lines();
        output.reset();
        write(
                "history.ndjson",
                streamed.get(0).replace("\"sd\":null}", "\"sd\":null,\"value\":1.5}") + "\n\n"
                        + streamed.get(1).replace("\"sd\":null}", "\"sd\":null,\"failed\":\"diverged\"}") + "\r\n"
                        + streamed.get(2).replace("\"sd\":null}", "\"sd\":null,\"value\":0.5}") + "\n"
                        + "{\"params\":" + JSON.readTree(streamed.get(3)).path("params") + ",\"value\":2.5}");

        assertThat(suggest("", "--space", file("space.yaml"), "--initial", "3", "--history", file("history.ndjson")))
                .isZero();

        assertThat(lines()).containsExactly(streamed.get(4));
        JsonNode last = JSON.readTree(streamed.get(4));
        assertThat(last.path("acquisition").isDouble()).isTrue();
        assertThat(last.path("mean").doubleValue()).isBetween(0.0, 3.0);
        assertThat(last.path("sd").doubleValue()).isPositive();
    }

    @Test
    void aHistoryMayComeFromStandardInput() {
        String first = "{\"params\":{\"x1\":0.25,\"batchSize\":8,\"weights\":[1,0,0],\"layers\":2},\"pending\":true}\n";

        assertThat(suggest(first, "--space", file("space.yaml"), "--history", "-"))
                .isZero();

        assertThat(lines()).singleElement().asString().startsWith("{\"trial\":1,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nonsense                                        | line: is 'nonsense', expected a JSON object such as {"params":{…},"value":1.23}
            [1]                                             | line: is '[1]', expected a JSON object
            {"params":{"k":1},"value":1} 2                  | (Trailing token
            {"params":{"k":1},"value":1,"value":2}          | (Duplicate field 'value')
            {"params":{"k":1}                               | line: is '{"params":{"k":1}', expected a JSON object
            {"value":1}                                     | params: is missing, expected an object
            {"params":3,"value":1}                          | params: is 3, expected an object
            {"params":{},"value":1}                         | params.k: is missing, expected a value for every parameter
            {"params":{"k":4},"value":1}                    | params.k: is 4, expected an integer in [1, 3]
            {"params":{"k":NaN},"value":1}                  | params.k: is NaN, expected an integer in [1, 3]
            {"params":{"k":"1"},"value":1}                  | params.k: is '1', expected an integer in [1, 3]
            {"params":{"k":1e400},"value":1}                | params.k: is Infinity, expected an integer in [1, 3]
            {"params":{"k":99999999999999999999},"value":1} | params.k: is 99999999999999999999, expected an integer in
            {"params":{"k":null},"value":1}                 | params.k: is null, expected an integer in [1, 3]
            {"params":{"k":1,"j":1},"value":1}              | params.j: is unknown, expected one of [k]
            {"params":{"k":1}}                              | value: is missing, expected a finite number
            {"params":{"k":1},"value":NaN}                  | value: is NaN, expected a finite number
            {"params":{"k":1},"value":-Infinity}            | value: is -Infinity, expected a finite number
            {"params":{"k":1},"value":1e999}                | value: is Infinity, expected a finite number
            {"params":{"k":1},"value":"1"}                  | value: is '1', expected a finite number
            {"params":{"k":1},"value":null}                 | value: is empty, expected a finite number
            {"params":{"k":1},"value":1,"failed":"x"}       | failed: is there beside value, expected only one
            {"params":{"k":1},"failed":true}                | failed: is true, expected a reason in words
            {"params":{"k":1},"pending":false}              | pending: is false, expected true
            {"params":{"k":1},"value":1,"colour":"red"}     | colour: is an unknown field, expected one of params, value
            {"params":{"k":1},"value":1,"trial":0}          | trial: is 0, expected 1, its place in the history
            """)
    void aWrongLineOfAHistoryIsNamedAndNothingIsPrinted(String wrong, String message) throws IOException {
        write("few.yaml", "k: {int: [1, 3]}");
        write("history.ndjson", "{\"params\":{\"k\":1},\"value\":1}\n\n" + wrong + "\n");

        assertThat(suggest("", "--space", file("few.yaml"), "--history", file("history.ndjson")))
                .isEqualTo(2);

        assertThat(errorLines())
                .singleElement()
                .asString()
                .startsWith("bilevel: " + file("history.ndjson") + ": line 3: ")
                .contains(message);
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x: {uniform: [1, 0]}         | x.uniform: is [1.0, 0.0], expected a lower end below the upper end
            x: {uniform: [1, 1]}         | x.uniform: is [1.0, 1.0], expected a lower end below the upper end
            x: {uniform: [.nan, 1]}      | x.uniform: is [NaN, 1.0], expected two finite numbers
            x: {uniform: [0, .inf]}      | x.uniform: is [0.0, Infinity], expected two finite numbers
            x: {uniform: [-1e308, 1e308]} | x.uniform: is [-1.0E308, 1.0E308], expected a range whose width
            x: {uniform: [0]}            | x.uniform: is [0], expected a list of two numbers
            x: {uniform: [a, b]}         | x.uniform[0]: is 'a', expected a number
            x: {log: [0, 1]}             | x.log: is [0.0, 1.0], expected
            x: {log: [-1, 1]}            | x.log: is [-1.0, 1.0], expected
            x: {int: [1.5, 3]}           | x.int[0]: is 1.5, expected an integer
            x: {int: [1, 99999999999999999999]} | x.int[1]: is 99999999999999999999, expected an integer of at most 2^53
            x: {int: [4, 1]}             | x.int: is [4, 1], expected a lower end that is not above the upper end
            x: {logInt: [0, 8]}          | x.logInt: is [0, 8], expected
            x: {choice: []}              | x.choice: is 0 options, expected 1 to 1000 options
            x: {choice: [8, 16, 8]}      | x.choice[2]: is 8 again, expected each option once
            x: {choice: [8, [1]]}        | x.choice[1]: is [1], expected a finite number, a boolean or a text
            x: {gauss: [0, 1]}           | x.gauss: is an unknown kind of parameter, expected one of uniform
            x: {uniform: [0, 1], int: [0, 1]} | x: is {uniform=[0, 1], int=[0, 1]}, expected a single kind
            x: {simplex: 0}              | x.simplex: is 0, expected 1 to 128 weights
            x: [0, 1]                    | x: is [0, 1], expected a map such as {uniform: [0, 1]}
            ' ': {uniform: [0, 1]}       | name: is blank, expected the name of a parameter
            {x: {fixed: 1}, x: {fixed: 2}} | space: is no YAML (found duplicate key x
            - x                          | space: is a list, expected a search space
            x: [                         | space: is no YAML
            ``                           | space: is empty, expected a search space
            """)
    void aWrongSpaceIsNamedField(String space, String message) throws IOException {
        write("wrong.yaml", space == null ? "" : space);

        assertThat(suggest("", "--space", file("wrong.yaml"))).isEqualTo(2);

        assertThat(errorLines())
                .singleElement()
                .asString()
                .startsWith("bilevel: " + file("wrong.yaml") + ": ")
                .contains(message);
        assertThat(lines()).isEmpty();
    }

    @Test
    void aSpaceMayStandUnderItsKeyAsInASpec() throws IOException {
        write("wrapped.yaml", "space:\n  space: {uniform: [0, 1]}\n  k: {int: [1, 3]}\n");
        write("parameter.yaml", "space: {uniform: [0, 1]}\n");

        assertThat(suggest("", "--space", file("wrapped.yaml"))).isZero();
        assertThat(suggest("", "--space", file("parameter.yaml"))).isZero();

        assertThat(lines().get(0)).contains("\"k\":", "\"space\":");
        assertThat(lines().get(1)).contains("\"params\":{\"space\":").doesNotContain("\"k\":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --goal best                    | --goal: is 'best', expected minimise or maximise
            --acquisition best             | --acquisition: is 'best', expected one of ei, logei, ucb
            --acquisition {ucb:{beta:-1}}  | --acquisition
            --acquisition [                | --acquisition: is no YAML
            --seed many                    | Invalid value for option '--seed': 'many' is not a long
            --count 0                      | --count: is 0, expected an integer between 1 and 10000
            --stream --count 2             | --count: is there beside --stream, expected --parallelism
            --parallelism 2                | --parallelism: is there without --stream, expected --count
            --stream --parallelism 0       | --parallelism: is 0, expected an integer between 1 and 10000
            --stream --history -           | --history: is -, expected a file
            --kernel matern                | --kernel: is 'matern', expected matern52, matern32 or rbf
            --initial -1                   | --initial: is -1, expected an integer between 0
            --history nowhere.ndjson       | nowhere.ndjson: is no file, expected a history
            --points nowhere.ndjson        | nowhere.ndjson: is no file, expected configurations to try first
            --earlier nowhere.ndjson       | nowhere.ndjson: is no file, expected a journal.ndjson or a history
            """)
    void aWrongOptionIsOneLine(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("--space", file("space.yaml")));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(suggest("", arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(errorLines())
                .singleElement()
                .asString()
                .startsWith("bilevel: ")
                .contains(message);
        assertThat(lines()).isEmpty();
    }

    @Test
    void everyProblemIsALine() throws IOException {
        write("points.ndjson", "{\"k\":7}\n");
        write("few.yaml", "k: {int: [1, 3]}");

        assertThat(suggest(
                        "",
                        "--goal",
                        "best",
                        "--acquisition",
                        "best",
                        "--space",
                        file("few.yaml"),
                        "--points",
                        file("points.ndjson")))
                .isEqualTo(2);

        assertThat(errorLines()).hasSize(3);
        assertThat(errorLines().get(2))
                .isEqualTo("bilevel: " + file("points.ndjson") + ": line 1: k: is 7, expected an integer in [1, 3]");
    }

    @Test
    void pointsComeFirstAndWhatIsKnownFromEarlierIsLeftOut() throws IOException {
        write("few.yaml", "k: {int: [1, 4]}");
        write("points.ndjson", "{\"k\":3}\n{\"k\":1}\n");
        write("earlier.ndjson", """
                {"trial":4,"params":{"k":1},"value":2.5}
                {"params":{"k":2},"pending":true}
                {"params":{"k":4},"failed":"crashed"}
                """);

        int status = suggest(
                "",
                "--space",
                file("few.yaml"),
                "--points",
                file("points.ndjson"),
                "--earlier",
                file("earlier.ndjson"),
                "--count",
                "3");

        assertThat(status).isEqualTo(1);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).startsWith("{\"trial\":0,\"params\":{\"k\":3}");
        assertThat(lines().get(1)).startsWith("{\"trial\":1,\"params\":{\"k\":2}");
        assertThat(errorLines())
                .containsExactly("bilevel: space: all of its configurations have been suggested, expected 1 more");
    }

    @Test
    void aPortfoliosHistoryTellsWhoMadeWhat() throws IOException {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            results.add("{\"trial\":" + i + ",\"value\":" + (i * 7 % 5) + "}");
        }
        String[] options = {"--space", file("space.yaml"), "--acquisition", "portfolio", "--initial", "2"};
        List<String> stream = new ArrayList<>(List.of(options));
        stream.add("--stream");
        assertThat(suggest(String.join("\n", results), stream.toArray(String[]::new)))
                .isZero();
        List<String> streamed = lines();
        output.reset();
        assertThat(streamed.get(0)).doesNotContain("\"by\"");
        assertThat(streamed.get(11)).containsPattern("\"by\":\"(ei|ucb|thompson)\"}$");
        StringBuilder history = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            String value = ",\"value\":" + (i * 7 % 5) + "}";
            history.append(streamed.get(i).replaceFirst("}$", value)).append('\n');
        }
        write("history.ndjson", history.toString());

        List<String> again = new ArrayList<>(List.of(options));
        again.addAll(List.of("--history", file("history.ndjson")));
        assertThat(suggest("", again.toArray(String[]::new))).isZero();

        assertThat(lines()).containsExactly(streamed.get(12));
    }

    @Test
    void aClosedPipeEndsQuietly() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        int status = command(new Suggest(new ByteArrayInputStream(new byte[0]), closed))
                .execute("--space", file("space.yaml"), "--stream");

        assertThat(status).isZero();
        assertThat(errorLines()).isEmpty();
    }

    @Test
    void aFullDiskIsSaid() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        int status = command(new Suggest(new ByteArrayInputStream(new byte[0]), full))
                .execute("--space", file("space.yaml"));

        assertThat(status).isEqualTo(1);
        assertThat(errorLines())
                .containsExactly("bilevel: standard output: cannot be written: No space left on device");
    }

    private int suggest(String input, String... arguments) {
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return command(new Suggest(in, output)).execute(arguments);
    }

    private CommandLine command(Suggest suggest) {
        return Bilevel.reporting(new CommandLine(suggest), new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> errorLines() {
        return errors.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
