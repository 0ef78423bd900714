package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// 10,000 lines of real text, with emoji, control characters and other scripts among them, become the same tokens as
/// in transformers (`src/test/fixtures/make_token_hashes.py`).
class TokenizationParityTest {
    private static final Path SHARED = Path.of(System.getProperty("bilevel.shared", "../shared"));
    private static final Path EXPECTED = Path.of("src/test/resources/fixtures/tokens.json");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void realTextBecomesTheTokensOfTransformers(String family) throws Exception {
        JsonNode expected = new ObjectMapper().readTree(EXPECTED.toFile());
        Path tokenizer = SHARED.resolve(expected.at("/" + family + "/folder").textValue());
        assumeTrue(Files.isDirectory(tokenizer), tokenizer + " is absent: nothing to compare");
        List<String> lines = lines(expected);
        ModelFolder model = ModelFolder.open(config(family), tokenizer, true);

        List<Example> singles = new ArrayList<>();
        List<Example> pairs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String next = lines.get((i + 1) % lines.size());
            singles.add(new Example(lines.get(i), Optional.empty(), 0));
            pairs.add(new Example(lines.get(i), Optional.of(next), 0));
        }

        assertSameTokens(model, singles, expected, family, "single");
        assertSameTokens(model, pairs, expected, family, "pair");
        assertSameTokens(model, pairs, expected, family, "pair33");
        assertSameTokens(model, pairs, expected, family, "pair64");
    }

    private static void assertSameTokens(
            ModelFolder model, List<Example> examples, JsonNode expected, String family, String kind) throws Exception {
        int maxLength = expected.at("/" + family + "/maxLength/" + kind).intValue();
        int block = expected.get("block").intValue();
        int count = block * expected.at("/" + family + "/" + kind).size();
        TokenizedExamples tokens = Tokenization.of(model, maxLength, examples.subList(0, count));
        for (int first = 0; first < count; first += block) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (int i = first; i < first + block; i++) {
                sha.update(bytes(tokens.ids(i), tokens.types(i)));
            }
            assertThat(HexFormat.of().formatHex(sha.digest(), 0, 8))
                    .as("%s, %s: lines %d to %d", family, kind, first, first + block)
                    .isEqualTo(expected.at("/" + family + "/" + kind)
                            .get(first / block)
                            .textValue());
        }
    }

    private static byte[] bytes(int[] ids, int[] types) {
        ByteBuffer buffer =
                ByteBuffer.allocate(4 * (1 + ids.length + types.length)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(ids.length);
        for (int id : ids) {
            buffer.putInt(id);
        }
        for (int type : types) {
            buffer.putInt(type);
        }
        return buffer.array();
    }

    /// As the script picks them.
    private static List<String> lines(JsonNode expected) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.addAll(some("enwiki.txt", 6_000));
        lines.addAll(some("novels.txt", 4_000));
        JsonNode tricky = expected.get("tricky");
        for (int i = 0; i < lines.size(); i += 50) {
            String line = lines.get(i);
            // Python counts code points.
            int half = line.offsetByCodePoints(0, line.codePointCount(0, line.length()) / 2);
            String piece = tricky.get(i / 50 % tricky.size()).textValue();
            lines.set(i, line.substring(0, half) + piece + line.substring(half));
        }
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(text);
        assertThat(HexFormat.of().formatHex(sha))
                .as("the text itself")
                .isEqualTo(expected.get("text").textValue());
        return lines;
    }

    private static List<String> some(String name, int count) throws Exception {
        Path file = SHARED.resolve("data/text").resolve(name);
        assumeTrue(Files.isRegularFile(file), file + " is absent: nothing to compare");
        List<String> full = Stream.of(Files.readString(file).split("\n", -1))
                .filter(line -> !line.isEmpty())
                .toList();
        int stride = full.size() / count;
        return Stream.iterate(0, i -> i + stride).limit(count).map(full::get).toList();
    }

    private Path config(String family) throws Exception {
        int vocabulary = family.equals("roberta") ? 50_265 : 30_522;
        Files.writeString(temporary.resolve("config.json"), """
                {"model_type": "%s", "vocab_size": %d, "hidden_size": 4, "num_attention_heads": 1,
                 "num_hidden_layers": 1, "intermediate_size": 4, "max_position_embeddings": 514}
                """.formatted(family, vocabulary));
        return temporary;
    }
}
