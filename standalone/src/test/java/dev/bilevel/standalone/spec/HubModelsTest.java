package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.hub.Content;
import dev.bilevel.hub.Listener;
import dev.bilevel.hub.ModelId;
import dev.bilevel.hub.Models;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.spec.HubModels.Commits;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HubModelsTest {
    private static final String COMMIT = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";
    private static final Path FILE = Path.of("spec.yaml");
    private static final String SPEC = """
            name: tiny
            task: SST-2
            model: FacebookAI/roberta-base
            outer:
              space: {learningRate: {log: [1e-5, 1e-2]}}
            """;

    @TempDir
    private Path folder;

    @Test
    void anIdIsMarkedAsAnAddress() {
        assertThat(model("model: FacebookAI/roberta-base")).isEqualTo("{\"model\":\"hf://FacebookAI/roberta-base\"}");
        assertThat(model("model: {path: roberta-base@v1, tokenizer: a/b}"))
                .isEqualTo("{\"model\":{\"path\":\"hf://roberta-base@v1\",\"tokenizer\":\"hf://a/b\"}}");
    }

    @Test
    void aFolderThatExistsWins() throws Exception {
        Files.createDirectories(folder.resolve("FacebookAI/roberta-base"));

        assertThat(model("model: FacebookAI/roberta-base")).isEqualTo("{\"model\":\"FacebookAI/roberta-base\"}");
    }

    @Test
    void whatCanOnlyBeAPathStaysOne() {
        for (String path : List.of("./a/b", "../a", "/models/a", "a/b/c")) {
            assertThat(model("model: " + path)).isEqualTo("{\"model\":\"" + path + "\"}");
        }
    }

    @Test
    void aModelIsPinnedToTheCommitThatTheHubNames() {
        List<String> asked = new ArrayList<>();
        StudySpec spec = HubModels.pinned(FILE, tree(SPEC), id -> {
            asked.add(id.toString());
            return new ModelId(id.name(), COMMIT);
        });

        assertThat(spec.model().path()).isEqualTo("hf://FacebookAI/roberta-base@" + COMMIT);
        assertThat(spec.model().tokenizer()).isEqualTo(spec.model().path());
        assertThat(asked).containsExactly("FacebookAI/roberta-base");
    }

    @Test
    void aCommitIsAskedOfNobody() {
        StudySpec spec = HubModels.pinned(FILE, tree(SPEC.replace("roberta-base", "roberta-base@" + COMMIT)), nobody());

        assertThat(spec.model().path()).isEqualTo("hf://FacebookAI/roberta-base@" + COMMIT);
    }

    @Test
    void whatElseIsWrongIsSaidBeforeTheHubIsAsked() {
        assertThatThrownBy(() -> HubModels.pinned(FILE, tree(SPEC.replace("SST-2", "SST-3")), nobody()))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("task: is 'SST-3'")
                .hasMessageNotContaining("model");
    }

    @Test
    void aModelThatCannotBeHadIsALineWithFileAndField() {
        Commits failing = _ -> {
            throw new AssertionError(Models.locate("a/b/c", Content.ALL, Listener.NONE));
        };
        assertThatThrownBy(() -> HubModels.pinned(FILE, tree(SPEC), failing))
                .isInstanceOfSatisfying(
                        CommandFailed.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
                .hasMessage(
                        "spec.yaml: model.path: there is no folder 'a/b/c', and no model of the hub is called like that;"
                                + " expected a folder or owner/name; and there is no such folder");
    }

    @Test
    void aSettingMayNameAModelToo() {
        ObjectNode changed = Setting.parse("model=FacebookAI/roberta-large").applyTo(tree(SPEC), folder);

        assertThat(changed.at("/model/path").asText()).isEqualTo("hf://FacebookAI/roberta-large");
    }

    private String model(String yaml) {
        return HubModels.marked(folder, SpecTree.parse(yaml)).toString();
    }

    private ObjectNode tree(String yaml) {
        return SpecTree.withPathsFrom(folder, HubModels.marked(folder, SpecTree.parse(yaml)));
    }

    private static Commits nobody() {
        return id -> {
            throw new AssertionError("asked for " + id);
        };
    }
}
