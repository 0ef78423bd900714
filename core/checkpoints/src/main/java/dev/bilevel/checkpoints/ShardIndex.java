package dev.bilevel.checkpoints;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/// The `model.safetensors.index.json` of a sharded model: which file holds which tensor.
///
/// Of one that is read only `weight_map` counts. `metadata.total_size` does not: published models are found in which it
/// is wrong.
///
/// @param shards name of a tensor to the name of a file beside the index, which holds no separator and no `..`
record ShardIndex(Path file, SortedMap<String, String> shards) {
    static final String SUFFIX = ".index.json";

    static final int MOST_SHARDS = 2_000;
    private static final int LONGEST_NAME = 1_000;
    private static final int DEEPEST = 20;

    static ShardIndex read(Path file) throws InvalidSafetensors, IOException {
        if (Files.size(file) > Header.LONGEST) {
            throw new InvalidSafetensors(
                    file, "has " + Files.size(file) + " bytes, expected at most " + Header.LONGEST);
        }
        SortedMap<String, String> shards = new TreeMap<>();
        try (InputStream bytes = Files.newInputStream(file);
                JsonParser parser = factory().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidSafetensors(file, "is no JSON object, expected one with weight_map");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("weight_map")) {
                    weightMap(file, parser, shards);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new InvalidSafetensors(file, "is not the expected JSON: " + e.getOriginalMessage());
        }
        int count = new TreeSet<>(shards.values()).size();
        if (count < 1 || count > MOST_SHARDS) {
            throw new InvalidSafetensors(
                    file, "weight_map names " + count + " files, expected from 1 to " + MOST_SHARDS);
        }
        return new ShardIndex(file, Collections.unmodifiableSortedMap(shards));
    }

    /// Writes the index of a model beside its shards, as transformers does.
    ///
    /// @param bytes that a tensor takes
    static StoredFile write(List<Shard> shards, ToLongFunction<TensorInfo> bytes) throws IOException {
        StringJoiner map = new StringJoiner(",\n", "{\n", "\n  }");
        long total = 0;
        for (Shard shard : shards) {
            String file = SafetensorsWriter.quoted(shard.file().getFileName().toString());
            for (TensorInfo tensor : shard.tensors()) {
                map.add("    " + SafetensorsWriter.quoted(tensor.name()) + ": " + file);
                total += bytes.applyAsLong(tensor);
            }
        }
        String json =
                "{\n  \"metadata\": {\n    \"total_size\": " + total + "\n  },\n  \"weight_map\": " + map + "\n}\n";
        try (HashedFile file = new HashedFile(shards.getFirst().file().resolveSibling(TensorSet.INDEX))) {
            file.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            return file.commit();
        }
    }

    /// The files that hold the tensors, each once, sorted by name.
    TreeSet<String> names() {
        return new TreeSet<>(shards.values());
    }

    Path shard(String name) {
        return file.resolveSibling(name);
    }

    private static void weightMap(Path file, JsonParser parser, SortedMap<String, String> shards)
            throws InvalidSafetensors, IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidSafetensors(file, "weight_map is no JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String tensor = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING || !inTheSameFolder(parser.getText())) {
                throw new InvalidSafetensors(
                        file,
                        tensor,
                        "lies in " + Names.shown(parser.getText())
                                + ", expected the name of a .safetensors file in the same folder");
            }
            if (shards.size() == Header.MOST_TENSORS) {
                throw new InvalidSafetensors(file, "weight_map names more than " + Header.MOST_TENSORS + " tensors");
            }
            shards.put(tensor, parser.getText());
        }
    }

    /// Neither a path nor a drive: what a folder's listing could say.
    private static boolean inTheSameFolder(String name) {
        return name.endsWith(".safetensors")
                && name.length() <= 255
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(Header.LONGEST)
                        .build())
                .build();
    }
}
