package dev.bilevel.standalone.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.SpecTree;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingTest {
    private static final Path HERE = Path.of("/here");
    private final ObjectNode tree = SpecTree.parse("{name: a, data: /there/data, outer: {trials: 8}}");

    @Test
    void aFieldInsideAnObjectIsReplaced() {
        ObjectNode changed = Setting.parse("outer.trials=4").applyTo(tree, HERE);

        assertThat(changed.at("/outer/trials").intValue()).isEqualTo(4);
        assertThat(tree.at("/outer/trials").intValue())
                .as("the tree given is left alone")
                .isEqualTo(8);
    }

    @Test
    void objectsOnTheWayAreMade() {
        assertThat(Setting.parse("inner.fusions=9")
                        .applyTo(tree, HERE)
                        .at("/inner/fusions")
                        .intValue())
                .isEqualTo(9);
    }

    @Test
    void aSettingReachesItsFieldAndWhatLiesWithinAndAround() {
        Setting setting = Setting.parse("outer.space={}");
        assertThat(List.of("outer.space", "outer.space.lr.log", "outer.space[0]", "outer"))
                .allMatch(setting::reaches);
        assertThat(List.of("outer.spaces", "out", "outer.trials", "inner")).noneMatch(setting::reaches);
    }

    @Test
    void aValueIsYaml() {
        ObjectNode changed =
                Setting.parse("outer.space.learningRate={log: [1e-5, 1e-3]}").applyTo(tree, HERE);

        assertThat(changed.at("/outer/space/learningRate/log/0").doubleValue()).isEqualTo(1e-5);
    }

    @Test
    void aRelativePathStartsFromTheCurrentFolder() {
        assertThat(Setting.parse("data=../glue")
                        .applyTo(tree, HERE)
                        .path("data")
                        .asText())
                .isEqualTo("/glue");
        assertThat(Setting.parse("model.tokenizer=./t")
                        .applyTo(tree, HERE)
                        .at("/model/tokenizer")
                        .asText())
                .isEqualTo("/here/t");
        assertThat(Setting.parse("model={path: ./m}")
                        .applyTo(tree, HERE)
                        .at("/model/path")
                        .asText())
                .isEqualTo("/here/m");
    }

    @Test
    void anEqualsSignMayStandInTheValue() {
        assertThat(Setting.parse("name=a=b").value().asText()).isEqualTo("a=b");
    }

    @Test
    void somethingElseThanPathAndValueIsRefused() {
        for (String wrong : new String[] {"trials", "=4", "outer..trials=4", "outer.=4", "x={"}) {
            assertThatThrownBy(() -> Setting.parse(wrong))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("--set " + wrong)
                    .hasMessageContaining("expected path=value, such as outer.trials=4");
        }
    }

    @Test
    void aPathThroughAPlainValueIsRefused() {
        assertThatThrownBy(() -> Setting.parse("name.first=4").applyTo(tree, HERE))
                .hasMessageContaining("--set name.first=4: 'name' is \"a\", expected an object with fields");
    }
}
