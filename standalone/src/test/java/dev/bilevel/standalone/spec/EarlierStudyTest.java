package dev.bilevel.standalone.spec;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// `outer.earlier`, from a file's name to observations.
class EarlierStudyTest {
    private static final String SPEC = """
            name: tiny
            task: SST-2
            data: data
            model: {path: ./model, weights: random}
            outer:
              space: {learningRate: {log: [1e-5, 1e-2]}}
              earlier: old/history.ndjson
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void aSpecAndAHistory() throws IOException {
        Files.writeString(folder.resolve("spec.yaml"), SPEC);
        history("{\"params\":{\"learningRate\":0.001},\"value\":0.75}\n");
    }

    @Test
    void theFilesObservationsBecomePartOfTheResolvedSpec() {
        StudySpec spec = read();

        assertThat(spec.outer().earlier())
                .containsExactly(
                        new Observation(new Configuration(Map.of("learningRate", 1e-3)), new Outcome.Measured(0.75)));
        assertThat(spec.toJson().at("/outer/earlier").toString())
                .isEqualTo("[{\"params\":{\"learningRate\":0.001},\"value\":0.75}]");
    }

    @Test
    void aSettingsPathStartsFromTheCurrentFolder() {
        StudySpec spec = read("outer.earlier=history.ndjson");

        assertThat(spec.outer().earlier()).hasSize(1);
    }

    @Test
    void aWrongLineIsNamedWithFileLineAndField() throws IOException {
        history("\n{\"params\":{\"learningRate\":NaN},\"value\":0.75}\n");

        assertThatThrownBy(this::read)
                .hasMessage(folder.resolve("old/history.ndjson")
                        + ": line 2: params.learningRate: is NaN, expected a number in [1.0E-5, 0.01]");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> read("outer.earlier=nowhere.ndjson"))
                .hasMessageEndingWith("nowhere.ndjson: is no file, expected a journal.ndjson or a history");
    }

    @Test
    void aWrongSpaceIsSaidInsteadOfItsConsequences() {
        assertThatThrownBy(() -> read("outer.space.learningRate={log: [0, 1]}"))
                .hasMessageContaining("outer.space.learningRate.log: is [0")
                .hasMessageNotContaining("history.ndjson");
    }

    @Test
    void whatDoesNotFitIntoOneEventIsRefused() throws IOException {
        history("{\"params\":{\"learningRate\":0.001},\"failed\":\"%s\"}\n"
                .formatted("x".repeat(1000))
                .repeat(1000));

        assertThatThrownBy(this::read)
                .hasMessageContaining("bytes with 1000 earlier observations, expected at most 1044480");
    }

    private StudySpec read(String... settings) {
        return SpecFile.read(folder.resolve("spec.yaml"), List.of(settings), folder.resolve("old"));
    }

    private void history(String text) throws IOException {
        Files.createDirectories(folder.resolve("old"));
        Files.writeString(folder.resolve("old/history.ndjson"), text);
    }
}
