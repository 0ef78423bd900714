package dev.bilevel.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class BenchBoTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final StringWriter output = new StringWriter();

    @Test
    void eachFunctionIsARowAndEachRunALineOfJson() throws IOException {
        Path file = folder.resolve("runs.ndjson");
        assertThat(bench(
                        "--functions",
                        "branin2,sphere3",
                        "--evaluations",
                        "8",
                        "--seeds",
                        "2",
                        "--json",
                        file.toString()))
                .isZero();
        assertThat(output.toString().lines()).hasSize(3).anyMatch(line -> line.matches("branin2 +\\d.* … .*"));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.path("peer").asText()).isEqualTo("bilevel-logei");
        assertThat(second.path("fn").asText()).isEqualTo("branin2");
        assertThat(second.path("seed").asInt()).isEqualTo(1);
        assertThat(second.path("regret")).hasSize(8);
        assertThat(second.path("sec")).hasSize(8);
        assertThat(second.path("regret").get(7).asDouble()).isPositive();
    }

    @Test
    void anAcquisitionMayHaveSettings() {
        assertThat(bench(
                        "--functions",
                        "branin2",
                        "--evaluations",
                        "7",
                        "--seeds",
                        "1",
                        "--acquisition",
                        "{ucb: {schedule: srinivas, delta: 0.2}}"))
                .isZero();
        assertThat(output.toString().lines()).hasSize(2);
    }

    @Test
    void everyWrongOptionIsNamedAtOnce() {
        assertThat(bench(
                        "--functions",
                        "branin2,rosenbruck",
                        "--evaluations",
                        "0",
                        "--seeds",
                        "0",
                        "--parallelism",
                        "-1",
                        "--acquisition",
                        "best"))
                .isEqualTo(CommandFailed.WRONG_INPUT);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .anyMatch(line ->
                        line.startsWith("bilevel: --functions: has 'rosenbruck', expected some of branin2, hartmann3"))
                .contains("bilevel: --evaluations: is 0, expected an integer between 1 and 5000")
                .anyMatch(line -> line.startsWith("bilevel: --seeds: is 0, "))
                .anyMatch(line -> line.startsWith("bilevel: --parallelism: is -1, "))
                .anyMatch(line -> line.startsWith("bilevel: --acquisition: is 'best', "));
    }

    @Test
    void aFileThatCannotBeWrittenIsWrongInput() {
        assertThat(bench("--json", folder.resolve("nowhere/runs.ndjson").toString()))
                .isEqualTo(CommandFailed.WRONG_INPUT);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--json: cannot write ", "nowhere");
    }

    private int bench(String... options) {
        String[] arguments =
                Stream.concat(Stream.of("bench", "bo"), Stream.of(options)).toArray(String[]::new);
        CommandLine line = Bilevel.commandLine(new PrintStream(errors, true, StandardCharsets.UTF_8));
        line.setOut(new PrintWriter(output, true));
        return line.execute(arguments);
    }
}
