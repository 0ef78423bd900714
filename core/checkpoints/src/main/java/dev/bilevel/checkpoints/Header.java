package dev.bilevel.checkpoints;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

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

    /// As JSON writes numbers: without a sign, a fraction, an exponent or a leading zero.
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,18}");

    private static final String LARGEST = Long.toString(Long.MAX_VALUE);

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
        private boolean hasMetadata;

        Reader(Path file, long dataOffset, long dataBytes) {
            this.file = file;
            this.dataOffset = dataOffset;
            this.dataBytes = dataBytes;
        }

        Header read(byte[] json) throws InvalidSafetensors {
            if (json.length == 0 || json[0] != '{') {
                throw new InvalidSafetensors(file, "the header does not begin with '{', expected a JSON object");
            }
            JsonText text = new JsonText(text(json), json.length);
            try {
                text.take('{');
                for (boolean first = true; text.more(first, '}'); first = false) {
                    field(text);
                }
            } catch (JsonText.Malformed e) {
                throw new InvalidSafetensors(file, "the header is not the expected JSON: " + e.getMessage());
            }
            if (!text.ended()) {
                throw new InvalidSafetensors(file, "something follows the header's JSON object, expected spaces");
            }
            refuseOverlapsAndHoles();
            return new Header(Collections.unmodifiableSortedMap(tensors), Collections.unmodifiableSortedMap(metadata));
        }

        private String text(byte[] json) throws InvalidSafetensors {
            requireUtf8(json);
            return new String(json, StandardCharsets.UTF_8);
        }

        /// Piece by piece, since a header may have 100 MB, and characters take twice as much.
        private void requireUtf8(byte[] json) throws InvalidSafetensors {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            ByteBuffer in = ByteBuffer.wrap(json);
            CharBuffer piece = CharBuffer.allocate(8192);
            CoderResult result;
            do {
                piece.clear();
                result = decoder.decode(in, piece, true);
                if (result.isError()) {
                    throw new InvalidSafetensors(file, "the header is not UTF-8");
                }
            } while (result.isOverflow());
        }

        private void field(JsonText text) throws JsonText.Malformed, InvalidSafetensors {
            String name = text.name();
            if (name.length() > LONGEST_NAME) {
                throw new InvalidSafetensors(
                        file, name, "has a name of " + name.length() + " characters, expected at most " + LONGEST_NAME);
            }
            if (text.peek() != '{') {
                throw new InvalidSafetensors(file, name, "is " + shown(text) + ", expected a JSON object");
            }
            if (name.equals(METADATA)) {
                metadata(text);
            } else if (tensors.size() == MOST_TENSORS) {
                throw new InvalidSafetensors(file, "holds more than " + MOST_TENSORS + " tensors");
            } else if (tensors.put(name, tensor(name, text)) != null) {
                throw twice(name);
            }
        }

        private void metadata(JsonText text) throws JsonText.Malformed, InvalidSafetensors {
            if (hasMetadata) {
                throw twice(METADATA);
            }
            hasMetadata = true;
            text.take('{');
            for (boolean first = true; text.more(first, '}'); first = false) {
                String key = text.name();
                if (text.peek() != '"') {
                    throw new InvalidSafetensors(file, METADATA + ": " + Names.shown(key) + " is not a string");
                }
                if (metadata.put(key, text.string()) != null) {
                    throw twice(key);
                }
            }
        }

        private TensorInfo tensor(String name, JsonText text) throws JsonText.Malformed, InvalidSafetensors {
            DType dtype = null;
            List<Long> shape = null;
            List<Long> range = null;
            text.take('{');
            for (boolean first = true; text.more(first, '}'); first = false) {
                String key = text.name();
                boolean again = switch (key) {
                    case "dtype" -> dtype != null;
                    case "shape" -> shape != null;
                    case "data_offsets" -> range != null;
                    default ->
                        throw new InvalidSafetensors(
                                file,
                                name,
                                "has an unknown field " + Names.shown(key) + ", expected dtype, shape, data_offsets");
                };
                if (again) {
                    throw twice(key);
                }
                switch (key) {
                    case "dtype" -> dtype = dtype(name, text);
                    case "shape" -> shape = sizes(name, key, MOST_DIMENSIONS, text);
                    default -> range = sizes(name, key, 2, text);
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

        private DType dtype(String name, JsonText text) throws JsonText.Malformed, InvalidSafetensors {
            String found = text.peek() == '"' ? text.string() : shown(text);
            return DType.named(found)
                    .orElseThrow(() -> new InvalidSafetensors(
                            file,
                            name,
                            "dtype is " + Names.shown(found) + ", expected one of " + List.of(DType.values())));
        }

        private List<Long> sizes(String name, String key, int most, JsonText text)
                throws JsonText.Malformed, InvalidSafetensors {
            if (!text.takes('[')) {
                throw new InvalidSafetensors(file, name, key + " is not a JSON array");
            }
            List<Long> sizes = new ArrayList<>();
            for (boolean first = true; text.more(first, ']'); first = false) {
                if (sizes.size() == most) {
                    throw new InvalidSafetensors(file, name, key + " has more than " + most + " numbers");
                }
                String number = shown(text);
                if (!WHOLE.matcher(number).matches() || number.length() == 19 && number.compareTo(LARGEST) > 0) {
                    throw new InvalidSafetensors(
                            file,
                            name,
                            key + "[" + sizes.size() + "] is " + Names.shown(number)
                                    + ", expected a whole number from 0 to 2^63 - 1");
                }
                sizes.add(Long.parseLong(number));
            }
            return sizes;
        }

        /// What comes next, for a message or to be read as a number; a string with its quotes.
        private static String shown(JsonText text) throws JsonText.Malformed {
            char next = text.peek();
            if (next == '"') {
                return '"' + text.string() + '"';
            }
            String word = text.word();
            return word.isEmpty() ? String.valueOf(next) : word;
        }

        private InvalidSafetensors twice(String name) {
            return new InvalidSafetensors(file, "the header has the field " + Names.shown(name) + " twice");
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
