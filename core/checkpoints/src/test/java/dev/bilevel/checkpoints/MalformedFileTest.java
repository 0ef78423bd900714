package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Files that lie, one lie each.
class MalformedFileTest {
    private static final String GOOD = tensor("w", "F32", "[2]", "[0,8]");

    @TempDir
    Path folder;

    /// Header, bytes of data, what the message must say.
    static final List<Arguments> LIES = List.of(
            arguments("", 0, "does not begin with '{'"),
            arguments("[]", 0, "does not begin with '{'"),
            arguments(" {}", 0, "does not begin with '{'"),
            arguments("{", 0, "not the expected JSON"),
            arguments("{}x", 0, "something follows"),
            arguments("{}{}", 0, "something follows"),
            arguments("{" + GOOD + "," + GOOD + "}", 8, "the header has the field 'w' twice"),
            arguments("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "the header has the field 'dtype' twice"),
            arguments("{\"w\":7}", 0, "tensor 'w': is 7, expected a JSON object"),
            arguments("{\"w\":null}", 0, "tensor 'w': is null, expected a JSON object"),
            arguments("{\"w\":{}}", 0, "tensor 'w': dtype is missing"),
            arguments("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}", 0, "tensor 'w': shape is missing"),
            arguments("{\"w\":{\"dtype\":\"F32\",\"shape\":[0]}}", 0, "tensor 'w': data_offsets is missing"),
            arguments("{\"w\":{\"type\":\"F32\"}}", 0, "tensor 'w': has an unknown field 'type'"),
            arguments(only("F33", "[2]", "[0,8]"), 8, "dtype is 'F33', expected one of [BOOL"),
            arguments(only("f32", "[2]", "[0,8]"), 8, "dtype is 'f32', expected one of"),
            arguments(only("F32", "2", "[0,8]"), 8, "shape is not a JSON array"),
            arguments(only("F32", "[-2]", "[0,8]"), 8, "shape[0] is '-2', expected a whole number"),
            arguments(only("F32", "[2.0]", "[0,8]"), 8, "shape[0] is '2.0', expected a whole number"),
            arguments(only("F32", "[\"2\"]", "[0,8]"), 8, "shape[0] is '\"2\"', expected a whole number"),
            arguments(only("F32", "[[2]]", "[0,8]"), 8, "shape[0] is '[', expected a whole number"),
            arguments(only("F32", "[02]", "[0,8]"), 8, "shape[0] is '02', expected a whole number"),
            arguments(only("F32", "[+2]", "[0,8]"), 8, "shape[0] is '+2', expected a whole number"),
            arguments(only("F32", "[\u0662]", "[0,8]"), 8, "expected a whole number"),
            arguments(only("F32", "[9223372036854775808]", "[0,8]"), 8, "expected a whole number"),
            arguments(only("F32", "[2,]", "[0,8]"), 8, "shape[1] is ']', expected a whole number"),
            arguments(only("F32", "[,2]", "[0,8]"), 8, "shape[0] is ',', expected a whole number"),
            arguments(only("F32", "[2 2]", "[0,8]"), 8, "not the expected JSON: expected ','"),
            arguments("{" + GOOD + ",}", 8, "not the expected JSON: expected '\"'"),
            arguments("{'w':{}}", 8, "not the expected JSON: expected '\"'"),
            arguments("{\"w\" {}}", 8, "not the expected JSON: expected ':'"),
            arguments("{\"w", 8, "not the expected JSON: a string does not end"),
            arguments("{\"\\x\":{}}", 8, "not the expected JSON: unknown escape"),
            arguments("{\"\\u00g0\":{}}", 8, "not the expected JSON: expected four hexadecimal digits"),
            arguments("{\"a\nb\":{}}", 8, "not the expected JSON: a string has a control character"),
            arguments("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "field '__metadata__' twice"),
            arguments("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "field 'a' twice"),
            arguments(only("F32", "[18446744073709551618]", "[0,8]"), 8, "expected a whole number"),
            arguments(only("F32", "[4294967296,4294967296]", "[0,8]"), 8, "has more than 2^63 - 1 bytes"),
            arguments(only("F32", "[4294967296,4294967296,0]", "[0,0]"), 0, "has more than 2^63 - 1 bytes"),
            arguments(only("F32", "[2305843009213693952]", "[0,8]"), 8, "has more than 2^63 - 1 bytes"),
            arguments(only("F32", "[" + "1,".repeat(64) + "2]", "[0,8]"), 8, "shape has more than 64 numbers"),
            arguments(only("F32", "[2]", "[0]"), 8, "data_offsets are [0], expected begin and end"),
            arguments(only("F32", "[2]", "[0,4,8]"), 8, "data_offsets has more than 2 numbers"),
            arguments(only("F32", "[2]", "[8,0]"), 8, "data_offsets are [8, 0], expected begin and end"),
            arguments(only("F32", "[2]", "[0,8]"), 7, "expected begin and end with 0 <= begin <= end <= 7"),
            arguments(only("F32", "[2]", "[9223372036854775799,9223372036854775807]"), 8, "expected begin and end"),
            arguments(only("F32", "[3]", "[0,8]"), 8, "hold 8 bytes, expected 12 for shape [3] of F32"),
            arguments(only("F32", "[2]", "[0,8]"), 9, "holds 9 bytes of data, expected 8"),
            arguments(
                    only("F32", "[2]", "[1,9]"), 9, "begins at byte 1 of the data, expected 0: tensors may not leave"),
            arguments(
                    "{" + GOOD + "," + tensor("v", "F32", "[2]", "[4,12]") + "}",
                    12,
                    "tensor 'v': begins at byte 4 of the data, expected 8: tensors may not overlap"),
            arguments(
                    "{" + GOOD + "," + tensor("v", "F32", "[2]", "[0,8]") + "}",
                    8,
                    "tensor 'w': begins at byte 0 of the data, expected 8: tensors may not overlap"),
            arguments(
                    "{" + GOOD + "," + tensor("v", "F32", "[1]", "[12,16]") + "}",
                    16,
                    "tensor 'v': begins at byte 12 of the data, expected 8: tensors may not leave holes"),
            arguments("{\"__metadata__\":[]," + GOOD + "}", 8, "'__metadata__': is [, expected a JSON object"),
            arguments("{\"__metadata__\":{\"format\":1}," + GOOD + "}", 8, "__metadata__: 'format' is not a string"),
            arguments("{" + tensor("x".repeat(1001), "F32", "[2]", "[0,8]") + "}", 8, "has a name of 1001 characters"),
            arguments(
                    only("F32", "[2]", "[0,8]").replace("w", "line\\nbreak").replace("8]", "9]"),
                    8,
                    "'line\\u000abreak'"),
            arguments("{\"w\":" + "[".repeat(100_000) + "}", 0, "expected a JSON object"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LIES")
    void aLieIsNamed(String header, int data, String expected) throws Exception {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        refused(json.length, json, data, expected);
    }

    @Test
    void aFileTooShortForALengthIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("short"), new byte[7]);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessage("%s: has 7 bytes, expected at least 8", file);
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws Exception {
        refused(1000, "{}".getBytes(StandardCharsets.UTF_8), 0, "header length is 1000, expected at most 2");
    }

    @Test
    void anAbsurdHeaderLengthIsRefusedBeforeAnythingIsAllocated() throws Exception {
        refused(100_000_001, new byte[2], 0, "header length is 100000001, expected at most 100000000");
        refused(-1, new byte[2], 0, "header length is 18446744073709551615, expected at most 100000000");
    }

    @Test
    void tooManyTensorsAreRefused() throws Exception {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= Header.MOST_TENSORS; i++) {
            header.append(i == 0 ? "" : ",").append(tensor("" + i, "U8", "[0]", "[0,0]"));
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);

        refused(json.length, json, 0, "holds more than 250000 tensors");
    }

    @Test
    void aHeaderThatIsNoUtf8IsRefused() throws Exception {
        refused(3, new byte[] {'{', (byte) 0xff, '}'}, 0, "the header is not UTF-8");
    }

    @Test
    void aPickleIsRefused() throws Exception {
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0};
        Path file = Files.write(folder.resolve("pytorch_model.bin"), zip);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessageContaining("is this a safetensors file?");
    }

    @Test
    void anAbsentFileIsAnIoError() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("absent")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void refused(long length, byte[] header, int data, String expected) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        Path file = Files.write(folder.resolve("lie.safetensors"), bytes.array());

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidSafetensors.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected);
    }

    private static String only(String dtype, String shape, String offsets) {
        return "{" + tensor("w", dtype, shape, offsets) + "}";
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, dtype, shape, offsets);
    }
}
