package dev.bilevel.checkpoints;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the JSON between a safetensors file's length prefix and its data, and believes none of it.
///
/// Source: the format's description, https://github.com/huggingface/safetensors#format, and the checks of its
/// reference implementation; stricter in that no key may come twice.
record Header(SortedMap<String, TensorInfo> tensors, SortedMap<String, String> metadata) {
    /// The reference implementation's bound, in bytes.
    static final int LONGEST = 100_000_000;

    static final String METADATA = "__metadata__";
    private static final int LONGEST_NAME = 1_000;

    /// Far above what the largest mixtures of experts have; more would only fill the heap.
    static final int MOST_TENSORS = 250_000;
    private static final int MOST_DIMENSIONS = 64;

    /// A header is an object of objects of arrays.
    private static final int DEEPEST = 3;

    /// @param dataOffset where data begins, from the beginning of the file
    /// @param dataBytes how much data the file holds
    static Header parse(Path file, byte[] json, long dataOffset, long dataBytes) throws InvalidSafetensors {
        return new Reader(file, dataOffset, dataBytes).read(json);
    }

    private static final class Reader {
        private final Path file;
        private final long dataOffset;
        private final long dataBytes;
        private final SortedMap<String, TensorInfo> tensors = new TreeMap<>();
        private final SortedMap<String, String> metadata = new TreeMap<>();

        Reader(Path file, long dataOffset, long dataBytes) {
            this.file = file;
            this.dataOffset = dataOffset;
            this.dataBytes = dataBytes;
        }

        Header read(byte[] json) throws InvalidSafetensors {
            if (json.length == 0 || json[0] != '{') {
                throw new InvalidSafetensors(file, "the header does not begin with '{', expected a JSON object");
            }
            try (JsonParser parser = factory(json.length).createParser(text(json))) {
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    field(parser);
                }
                if (parser.nextToken() != null) {
                    throw new InvalidSafetensors(file, "something follows the header's JSON object, expected spaces");
                }
            } catch (JsonProcessingException e) {
                throw new InvalidSafetensors(file, "the header is not the expected JSON: " + reason(e));
            } catch (IOException e) {
                throw new IllegalStateException("a string in memory cannot fail to be read", e);
            }
            refuseOverlapsAndHoles();
            return new Header(Collections.unmodifiableSortedMap(tensors), Collections.unmodifiableSortedMap(metadata));
        }

        private String text(byte[] json) throws InvalidSafetensors {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(json))
                        .toString();
            } catch (CharacterCodingException _) {
                throw new InvalidSafetensors(file, "the header is not UTF-8");
            }
        }

        private static JsonFactory factory(int length) {
            return JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNameLength(LONGEST_NAME)
                            .maxStringLength(length)
                            .maxNumberLength(30)
                            .build())
                    .build();
        }

        /// Jackson's message without the place in the source, which would quote the file.
        private static String reason(JsonProcessingException e) {
            return e.getOriginalMessage()
                    + (e instanceof JsonParseException && e.getLocation() != null
                            ? " at character " + e.getLocation().getCharOffset()
                            : "");
        }

        private void field(JsonParser parser) throws IOException, InvalidSafetensors {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidSafetensors(file, name, "is " + parser.getText() + ", expected a JSON object");
            }
            if (name.equals(METADATA)) {
                metadata(parser);
            } else if (tensors.size() == MOST_TENSORS) {
                throw new InvalidSafetensors(file, "holds more than " + MOST_TENSORS + " tensors");
            } else {
                tensors.put(name, tensor(name, parser));
            }
        }

        private void metadata(JsonParser parser) throws IOException, InvalidSafetensors {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw new InvalidSafetensors(file, METADATA + ": " + Names.shown(key) + " is not a string");
                }
                metadata.put(key, parser.getText());
            }
        }

        private TensorInfo tensor(String name, JsonParser parser) throws IOException, InvalidSafetensors {
            DType dtype = null;
            List<Long> shape = null;
            List<Long> range = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "dtype" -> dtype = dtype(name, parser);
                    case "shape" -> shape = sizes(name, "shape", MOST_DIMENSIONS, parser);
                    case "data_offsets" -> range = sizes(name, "data_offsets", 2, parser);
                    default ->
                        throw new InvalidSafetensors(
                                file,
                                name,
                                "has an unknown field " + Names.shown(key) + ", expected dtype, shape, data_offsets");
                }
            }
            if (dtype == null || shape == null || range == null) {
                throw new InvalidSafetensors(
                        file,
                        name,
                        (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets") + " is missing");
            }
            return located(name, dtype, shape, range);
        }

        private DType dtype(String name, JsonParser parser) throws IOException, InvalidSafetensors {
            String found = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            return DType.named(found)
                    .orElseThrow(() -> new InvalidSafetensors(
                            file,
                            name,
                            "dtype is " + Names.shown(found) + ", expected one of " + List.of(DType.values())));
        }

        private List<Long> sizes(String name, String key, int most, JsonParser parser)
                throws IOException, InvalidSafetensors {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new InvalidSafetensors(file, name, key + " is not a JSON array");
            }
            List<Long> sizes = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (sizes.size() == most) {
                    throw new InvalidSafetensors(file, name, key + " has more than " + most + " numbers");
                }
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        || parser.getLongValue() < 0) {
                    throw new InvalidSafetensors(
                            file,
                            name,
                            key + "[" + sizes.size() + "] is " + Names.shown(parser.getText())
                                    + ", expected a whole number from 0 to 2^63 - 1");
                }
                sizes.add(parser.getLongValue());
            }
            return sizes;
        }

        private TensorInfo located(String name, DType dtype, List<Long> shape, List<Long> range)
                throws InvalidSafetensors {
            if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > dataBytes) {
                throw new InvalidSafetensors(
                        file,
                        name,
                        "data_offsets are " + range + ", expected begin and end with 0 <= begin <= end <= " + dataBytes
                                + ", the bytes of data in the file");
            }
            long bytes = range.get(1) - range.get(0);
            if (bytesOf(name, dtype, shape) != bytes) {
                throw new InvalidSafetensors(
                        file,
                        name,
                        "data_offsets " + range + " hold " + bytes + " bytes, expected " + bytesOf(name, dtype, shape)
                                + " for shape " + shape + " of " + dtype);
            }
            return new TensorInfo(name, dtype, shape, dataOffset + range.get(0), bytes);
        }

        private long bytesOf(String name, DType dtype, List<Long> shape) throws InvalidSafetensors {
            try {
                return Shapes.bytes(dtype, shape);
            } catch (ArithmeticException _) {
                throw new InvalidSafetensors(
                        file, name, "shape " + shape + " of " + dtype + " has more than 2^63 - 1 bytes");
            }
        }

        private void refuseOverlapsAndHoles() throws InvalidSafetensors {
            long end = dataOffset;
            for (TensorInfo tensor : inFileOrder(tensors)) {
                if (tensor.offset() != end) {
                    throw new InvalidSafetensors(
                            file,
                            tensor.name(),
                            "begins at byte " + (tensor.offset() - dataOffset) + " of the data, expected "
                                    + (end - dataOffset) + ": tensors may not "
                                    + (tensor.offset() < end ? "overlap" : "leave holes"));
                }
                end += tensor.bytes();
            }
            if (end != dataOffset + dataBytes) {
                throw new InvalidSafetensors(
                        file,
                        "holds " + dataBytes + " bytes of data, expected " + (end - dataOffset)
                                + ", the end of its last tensor");
            }
        }
    }

    /// By place in the file; tensors without elements share their place, and then the name decides.
    static List<TensorInfo> inFileOrder(SortedMap<String, TensorInfo> tensors) {
        return tensors.values().stream()
                .sorted(Comparator.comparingLong(TensorInfo::offset)
                        .thenComparingLong(TensorInfo::bytes)
                        .thenComparing(TensorInfo::name))
                .toList();
    }
}
