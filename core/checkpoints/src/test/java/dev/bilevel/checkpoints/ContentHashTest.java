package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContentHashTest {
    @TempDir
    Path folder;

    @Test
    void aFilesHashIsItsSha256() throws Exception {
        Path file = Files.writeString(folder.resolve("abc"), "abc");

        assertThat(ContentHash.of(file)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    /// If this fails, every artifact in every store has lost its name: change the purpose's version instead.
    @Test
    void theHashOfInputsNeverChanges() {
        assertThat(ContentHash.inputs("test/1")
                        .with("text", "ä")
                        .with("number", 7)
                        .with("fraction", 0.1)
                        .with("truth", true)
                        .with("list", List.of(1, "x", List.of()))
                        .with("map", Map.of("b", 2L, "a", 1L))
                        .hex())
                .isEqualTo("ba5186a0e6da4fa073799fcd342e5a4fd0ccab334425649533d917b7ed5b027b");
    }

    @Test
    void theOrderOfInputsMakesNoDifference() {
        assertThat(ContentHash.inputs("p").with("a", 1).with("b", 2).hex())
                .isEqualTo(ContentHash.inputs("p").with("b", 2).with("a", 1L).hex());
    }

    @Test
    void differentInputsNeverShareAnEncoding() {
        assertThat(List.of(
                        ContentHash.inputs("p").hex(),
                        ContentHash.inputs("q").hex(),
                        ContentHash.inputs("p").with("a", "bc").hex(),
                        ContentHash.inputs("p").with("ab", "c").hex(),
                        ContentHash.inputs("p").with("a", 1).hex(),
                        ContentHash.inputs("p").with("a", 1.0).hex(),
                        ContentHash.inputs("p").with("a", "1").hex(),
                        ContentHash.inputs("p").with("a", true).hex(),
                        ContentHash.inputs("p").with("a", 0.0).hex(),
                        ContentHash.inputs("p").with("a", -0.0).hex(),
                        ContentHash.inputs("p").with("a", List.of("b", "c")).hex(),
                        ContentHash.inputs("p")
                                .with("a", List.of(List.of("b"), "c"))
                                .hex(),
                        ContentHash.inputs("p").with("a", Map.of("b", "c")).hex()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeHashedForEverIsRefused() {
        ContentHash hash = ContentHash.inputs("p").with("a", 1);

        assertThatThrownBy(() -> hash.with("a", 1)).hasMessage("input 'a' was given before");
        assertThatThrownBy(() -> hash.with("b", null)).hasMessage("an input is null");
        assertThatThrownBy(() -> hash.with("b", folder)).hasMessageContaining("expected a text, number");
    }
}
