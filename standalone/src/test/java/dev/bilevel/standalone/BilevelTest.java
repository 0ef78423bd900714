package dev.bilevel.standalone;

import org.junit.jupiter.api.BeforeEach;
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

import static org.assertj.core.api.Assertions.assertThat;

class BilevelTest {
    private static final String SPEC = """
            name: tiny
            task: SST-2
            data: data
            model: {path: model, weights: random}
            outer:
              space: {learningRate: {log: [1e-5, 1e-2]}}
              trials: 2
            inner: {fusions: 8}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final StringWriter output = new StringWriter();

    @BeforeEach
    void aStudyWithItsFiles() throws IOException {
        write("spec.yaml", SPEC);
        write("data/SST-2/train.tsv", "sentence\tlabel\ngood\t1\nbad\t0\n");
        write("data/SST-2/dev.tsv", "sentence\tlabel\nfine\t1\n");
        write("model/config.json", "{}");
        write("model/tokenizer.json", "{}");
    }

    @Test
    void helpListsTheCommands() {
        assertThat(execute("help")).isZero();
        assertThat(output.toString()).contains("run ", "Runs a whole study on this machine", "help ");
    }

    @Test
    void helpShowsACommandOfACommand() {
        assertThat(execute("help", "bench", "fuse")).isZero();
        assertThat(output.toString()).startsWith("Usage: bilevel bench fuse ");
        assertThat(execute("help", "bench", "fly")).isEqualTo(2);
        assertThat(lines())
                .containsExactly(
                        "bilevel: help bench fly: there is no command 'fly', expected one of bo, step, fuse, journal, scale, takeover, help");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(execute("--version")).isZero();
        assertThat(output.toString()).matches("(?s)bilevel \\d+\\.\\d+\\.\\d+\\S*\\R.*Java 2.*");
    }

    @Test
    void noCommandIsWrong() {
        assertThat(execute()).isEqualTo(2);
        assertThat(lines()).containsExactly("bilevel: Missing COMMAND; see ./bilevel help");
    }

    @Test
    void anUnknownCommandIsOneLine() {
        assertThat(execute("trian")).isEqualTo(2);
        assertThat(lines()).hasSize(1).first().asString().contains("'trian'").endsWith("see ./bilevel help");
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertThat(execute("run", "spec.yaml", "--colour")).isEqualTo(2);
        assertThat(lines()).containsExactly("bilevel: Unknown option: '--colour'; see ./bilevel help run");
    }

    @Test
    void aWrongOptionOfANestedCommandPointsToItsHelp() {
        assertThat(execute("bench", "bo", "--seeds", "many")).isEqualTo(2);
        assertThat(lines())
                .containsExactly("bilevel: Invalid value for option '--seeds': 'many' is not an int;"
                        + " see ./bilevel bench bo --help");
    }

    @Test
    void anUnknownPartListsTheKnownOnes() {
        assertThat(execute("run", "spec.yaml", "--port", "mysql=1")).isEqualTo(2);
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .containsIgnoringCase("'mysql'")
                .containsIgnoringCase("kafka, postgres, redis");
    }

    @Test
    void aMissingSpecFileIsNamed() {
        String file = folder.resolve("nowhere.yaml").toString();

        assertThat(execute("run", file)).isEqualTo(2);
        assertThat(lines())
                .containsExactly(
                        "bilevel: " + file + ": is no file, expected a study spec, such as examples/quickstart.yaml");
    }

    @Test
    void everyProblemOfASpecIsALineThatSaysWhereItComesFrom() throws IOException {
        write("spec.yaml", SPEC + "colour: red\n");

        assertThat(run("--set", "outer.trials=0", "--set", "task=SST2")).isEqualTo(2);
        assertThat(lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("bilevel: --set outer.trials: is 0, expected"))
                .anyMatch(line -> line.startsWith("bilevel: --set task: is 'SST2', expected one of CoLA, SST-2"))
                .anyMatch(line -> line.startsWith("bilevel: " + spec() + ": colour: is an unknown field"));
    }

    @Test
    void missingDataIsSaidBeforeAnythingStarts() throws IOException {
        Files.delete(folder.resolve("data/SST-2/dev.tsv"));

        assertThat(run()).isEqualTo(2);
        assertThat(lines()).hasSize(1).first().asString().contains("dev.tsv", "https://gluebenchmark.com/tasks");
    }

    @Test
    void aModelFolderWithoutWeightsIsSaidBeforeAnythingStarts() {
        assertThat(run("--set", "model.weights=pretrained")).isEqualTo(2);
        assertThat(lines())
                .containsExactly("bilevel: model.path: " + folder.resolve("model/model.safetensors")
                        + " is missing, expected the pretrained weights, or model.weights: random");
    }

    @Test
    void aModelFolderWithoutItsFilesIsSaidFileByFile() throws IOException {
        Files.delete(folder.resolve("model/config.json"));
        write("model/tokenizer.json", "{");

        assertThat(run()).isEqualTo(2);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains("model.path: ", "config.json is missing");
        assertThat(lines().get(1)).contains("model.tokenizer: ", "tokenizer.json is no JSON");
    }

    @Test
    void aModelOfTheHubThatIsNotHereIsSaidBeforeAnythingStarts() {
        assertThat(run("--set", "model=owner/unknown")).isEqualTo(2);
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("bilevel: " + spec() + ": model.path: owner/unknown: was never downloaded in ")
                .contains("HF_HUB_OFFLINE is set");
    }

    @Test
    void officialDataThatIsNotHereIsSaidBeforeAnythingStarts() {
        assertThat(run("--set", "data=download", "--set", "task=QNLI")).isEqualTo(2);
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("bilevel: data: GLUE's QNLI: was never downloaded to ");
    }

    @Test
    void anIdWithAPathInItIsRefused() {
        assertThat(run("--id", "../elsewhere")).isEqualTo(2);
        assertThat(lines()).hasSize(1).first().asString().startsWith("bilevel: --id ../elsewhere: expected");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private Path spec() {
        return folder.resolve("spec.yaml");
    }

    private int run(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "run", spec().toString(), "--runs", folder.resolve("runs").toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        CommandLine commands = Bilevel.commandLine(err).setOut(new PrintWriter(output, true));
        return commands.execute(arguments);
    }

    private List<String> lines() {
        return errors.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
