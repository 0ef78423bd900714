package dev.bilevel.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The names of a model's files, in the layout of Hugging Face.
final class ModelFiles {
    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    /// Of use to other tokenizers than Bilevel's, and so to whoever loads what Bilevel saves.
    static final List<String> COMPANIONS = List.of(
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "added_tokens.json");

    /// Weights in a format whose reader runs what the file says.
    static final String PICKLE = "pytorch_model.bin";

    private static final int MOST_SHARDS = 1000;
    private static final long LARGEST_INDEX_BYTES = 64L << 20;
    /// A plain name: no folder, no leading dot.
    private static final Pattern SHARD = Pattern.compile("\\w[\\w.-]{0,199}\\.safetensors");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFiles() {}

    /// What of the content is not in the folder, by its file names. Empty where everything is.
    ///
    /// @throws InvalidIndex if the folder's index cannot be used
    static List<String> missing(Path folder, Set<Content> contents) throws IOException {
        List<String> needed = new ArrayList<>();
        if (contents.contains(Content.CONFIG)) {
            needed.add(CONFIG);
        }
        if (contents.contains(Content.TOKENIZER)) {
            needed.add(TOKENIZER);
        }
        if (contents.contains(Content.WEIGHTS)) {
            Path index = folder.resolve(INDEX);
            boolean sharded = !Files.isRegularFile(folder.resolve(WEIGHTS)) && Files.isRegularFile(index);
            needed.addAll(sharded ? shards(index) : List.of(WEIGHTS));
        }
        return needed.stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .toList();
    }

    /// The files that an index names, in the order of their names.
    ///
    /// @throws InvalidIndex if it is no index, or names anything but files beside it
    static SortedSet<String> shards(Path index) throws IOException {
        if (Files.size(index) > LARGEST_INDEX_BYTES) {
            throw new InvalidIndex("has more than " + LARGEST_INDEX_BYTES + " bytes");
        }
        SortedSet<String> shards = new TreeSet<>();
        for (JsonNode file : weightMap(index)) {
            if (!SHARD.matcher(file.asText()).matches()) {
                throw new InvalidIndex("names a file '" + shortened(file.asText())
                        + "', expected a plain name that ends in .safetensors");
            }
            shards.add(file.asText());
        }
        if (shards.isEmpty() || shards.size() > MOST_SHARDS) {
            throw new InvalidIndex("names " + shards.size() + " files, expected 1 to " + MOST_SHARDS);
        }
        return shards;
    }

    private static JsonNode weightMap(Path index) throws IOException {
        try {
            return JSON.readTree(index.toFile()).path("weight_map");
        } catch (JacksonException e) {
            throw new InvalidIndex("is no JSON: " + e.getOriginalMessage());
        }
    }

    /// A list of weight files that cannot be used.
    static final class InvalidIndex extends IOException {
        private static final long serialVersionUID = 1;

        private InvalidIndex(String problem) {
            super(INDEX + " " + problem);
        }
    }

    /// What is to be fetched of a model that has these files, except for shards, whose names are in a file.
    static Set<String> wanted(Set<String> listed, Set<Content> contents) {
        Set<String> wanted = new LinkedHashSet<>();
        if (contents.contains(Content.CONFIG)) {
            wanted.add(CONFIG);
        }
        if (contents.contains(Content.TOKENIZER)) {
            wanted.add(TOKENIZER);
            COMPANIONS.stream().filter(listed::contains).forEach(wanted::add);
        }
        if (contents.contains(Content.WEIGHTS)) {
            wanted.add(listed.contains(WEIGHTS) || !listed.contains(INDEX) ? WEIGHTS : INDEX);
        }
        return wanted;
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
